import pytest

from crm.models import Tag
from crm.services.tags import put_tags, tag_named


def names(contact) -> list[str]:
    return [tag.name for tag in contact.tags.all()]


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (["Wholesale", "WHOLESALE", " wholesale "], ["Wholesale"]),
        (["", "  "], []),
        (["x" * 50], ["x" * 40]),
        (["Fresh  bread"], ["Fresh bread"]),
    ],
)
def test_a_contact_has_exactly_the_tags_named(in_acme, dora, given, left):
    put_tags(dora, ["Old"])

    put_tags(dora, given)

    assert names(dora) == left


def test_one_name_is_one_tag_whoever_writes_it(in_acme, dora, cleo):
    put_tags(dora, ["Thursdays"])
    put_tags(cleo.customer.contact, ["THURSDAYS"])

    assert Tag.objects.get().name == "Thursdays"


@pytest.mark.parametrize(("name", "twin"), [("i", "\u0130"), ("k", "\u212a"), ("s", "\u017f")])
def test_letters_that_are_alike_in_one_case_only_make_no_trouble(in_acme, name, twin):
    first, second = tag_named(name), tag_named(twin)

    assert tag_named(twin) == second
    assert Tag.objects.count() == len({first, second})


def test_new_tags_get_colours_in_turn(in_acme):
    colours = [tag_named(f"tag {number}").colour for number in range(9)]

    assert len(set(colours[:8])) == 8
    assert colours[8] == colours[0]
    assert "grey" not in colours
