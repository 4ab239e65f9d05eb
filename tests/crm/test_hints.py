"""What the form says while it is being filled in."""

import pytest

from crm.entries import EmailEntry, NewContact, PhoneEntry
from crm.models import Contact
from crm.selectors.duplicates import look_alikes
from crm.services.contacts import archive_contact, create_contact
from tests.cast import TEMPORARY

USERNAME = "/workspace/contacts/new/username/"
LOOK_ALIKES = "/workspace/contacts/new/look-alikes/"
KNOWN = NewContact(
    first_name="Zoë",
    last_name="O'Neill",
    company_name="Harbour Café",
    emails=(EmailEntry("zoe@example.com"),),
    phones=(PhoneEntry("912 345 678"),),
)


@pytest.fixture
def zoe(in_acme) -> Contact:
    return create_contact(details=KNOWN, username="zoe", password=TEMPORARY)


def answer(client, url: str, **typed: str) -> str:
    return client.post(url, typed, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"username": "cleo.vd"}, "“cleo.vd” is free."),
        ({"username": "DORA", "first_name": "Dora", "last_name": "Lind"}, "“DORA” is already taken here"),
        ({"username": "DORA", "first_name": "Dora", "last_name": "Lind"}, "Free: dora.lind"),
        ({"username": "a b"}, "A username has 3 to 150 letters"),
        ({"username": "a\0b"}, "A username has 3 to 150 letters"),
        ({"username": "", "first_name": "Cleo"}, "Free: cleo"),
    ],
)
def test_a_typed_user_name_is_looked_up(as_ada, dora, typed, said):
    assert said in answer(as_ada, USERNAME, **typed)


def test_a_name_suggests_a_user_name_until_one_is_typed(as_ada, dora):
    suggested = answer(as_ada, USERNAME, **{"from": "name"}, first_name="Dora", last_name="Lind", username="")
    assert 'value="dora.lind"' in suggested

    changed = {"from": "name", "first_name": "D", "last_name": "Linden", "suggested": "dora.lind"}
    followed = answer(as_ada, USERNAME, **changed, username="dora.lind")
    assert 'value="d.linden"' in followed

    own = as_ada.post(USERNAME, {**changed, "username": "my.choice"})
    assert own.status_code == 204


@pytest.mark.parametrize(
    ("details", "reasons"),
    [
        (NewContact(first_name="X", emails=(EmailEntry("ZOE@example.com"),)), ["same e-mail address"]),
        (NewContact(first_name="X", phones=(PhoneEntry("+351 912-345-678"),)), ["same phone number"]),
        (NewContact(first_name="Zoe", last_name="ONeil"), ["similar name"]),
        (
            NewContact(first_name="Zoe", last_name="ONeill", emails=(EmailEntry("zoe@example.com"),)),
            ["same e-mail address"],
        ),
        (NewContact(first_name="Bruno", last_name="Silva"), []),
        (NewContact(first_name="Z"), []),
        (NewContact(), []),
    ],
)
def test_look_alikes_are_found_by_address_number_and_name(zoe, ada, details, reasons):
    found = look_alikes(details, seen_by=ada)

    assert [str(one.reason) for one in found] == reasons
    assert all(one.contact == zoe for one in found)


def test_a_contact_is_not_its_own_look_alike(zoe, ada):
    assert look_alikes(KNOWN, seen_by=ada, besides=zoe.pk) == []


def test_the_hint_links_to_the_contact_and_says_when_it_is_archived(as_ada, acme, zoe):
    archive_contact(zoe.pk)

    typed = {"emails-TOTAL_FORMS": "1", "emails-0-address": "zoe@example.com", "first_name": "\0"}
    shown = answer(as_ada, LOOK_ALIKES, **typed)

    assert f'href="/workspace/contacts/{zoe.pk}/"' in shown
    assert "same e-mail address (archived)" in shown


def test_nothing_alike_says_nothing(as_ada, dora):
    assert answer(as_ada, LOOK_ALIKES, first_name="Bruno").strip() == ""
