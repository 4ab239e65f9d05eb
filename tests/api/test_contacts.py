"""Contacts through the API: the same one rule as the page, in JSON."""

import pytest

from crm.models import Contact, Customer, Note
from emails.models import Message
from tenants.accounts.models import User
from tenants.activity.models import Activity
from tenants.kernel.scope import business_scope
from tests.api.conftest import new_contact


def test_a_contact_its_account_and_its_welcome_mail_are_made_together(acme, ada, program):
    answer = program.post("contacts/", new_contact(tags=["Wholesale"], note="Pays late"))

    made = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/contacts/{made['id']}/"
    assert (made["display_name"], made["tags"]) == ("Dora Lind", ["Wholesale"])
    assert made["emails"] == [{"address": "dora@example.com", "label": "", "is_primary": True}]
    with business_scope(acme):
        user = User.objects.get(username="dora")
        assert (user.must_change_password, user.customer.contact_id) == (True, made["id"])
        assert user.check_password("amber-kettle-orchard-42")
        assert Message.objects.get(kind="welcome").to == "dora@example.com"
        assert Contact.objects.get().created_by_id == ada.pk
        by = Activity.objects.get(verb="contact.created")
        assert (by.actor_id, by.actor_name) == (ada.pk, "Ada Lindqvist (API key “Nightly”)")


def test_a_password_made_by_us_is_mailed_and_told_to_nobody(acme, program):
    body = {name: value for name, value in new_contact(generate_password=True).items() if name != "password"}

    answer = program.post("contacts/", body)

    assert answer.status_code == 201
    assert "password" not in answer.content.decode()
    with business_scope(acme):
        assert Message.objects.filter(kind="welcome").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": ""}, "username"),
        ({"password": ""}, "password"),
        ({"password": "short"}, "password"),
        ({"username": "d"}, "username"),
        ({"username": "cleo"}, "username"),
        ({"emails": []}, "emails"),
        ({"emails": [{"address": "no"}]}, "emails.0.address"),
        ({"emails": [{"address": "d@example.com"}, {"address": "D@example.com"}]}, "emails"),
        ({"first_name": "", "last_name": ""}, "first_name"),
        ({"addresses": [{"city": "Porto", "country": "QQ"}]}, "addresses.0.country"),
        ({"generate_password": True}, "password"),
        ({"kind": "robot"}, "kind"),
        ({"role": "owner"}, "role"),
        ({"first_name": "a\0b"}, "first_name"),
    ],
)
def test_what_is_wrong_is_told_by_field_and_nothing_is_saved(acme, cleo, program, changes, field):
    answer = program.post("contacts/", new_contact(**changes))

    told = answer.json()
    assert answer.status_code in (409, 422)
    assert list(told["fields"]) == [field]
    assert told["request_id"] == answer["X-Request-Id"]
    with business_scope(acme):
        assert (Contact.objects.count(), User.objects.filter(kind="customer").count()) == (1, 1)
        assert not Message.objects.exists()


def test_a_change_leaves_alone_what_it_does_not_name(acme, cleo, program):
    contact_id = cleo.customer.contact_id

    answer = program.patch(f"contacts/{contact_id}/", {"phones": [{"number": "912 345 678"}]})

    shown = answer.json()
    assert answer.status_code == 200
    assert (shown["display_name"], shown["company_name"]) == ("Cleo van Dam", "Harbour Café")
    assert [row["e164"] for row in shown["phones"]] == ["+351912345678"]
    assert [row["address"] for row in shown["emails"]] == ["cleo@example.com"]


def test_who_was_overtaken_is_told_and_changes_nothing(acme, cleo, program):
    path = f"contacts/{cleo.customer.contact_id}/"
    tag = program.get(path)["ETag"]
    program.patch(path, {"first_name": "Cleopatra"}, if_match=tag)

    late = program.patch(path, {"first_name": "Clementine"}, if_match=tag)

    assert (late.status_code, late.json()["code"]) == (412, "overtaken")
    assert program.get(path).json()["first_name"] == "Cleopatra"
    assert program.patch(path, {"first_name": "Cleo"}, if_match="*").status_code == 200


def test_who_has_it_already_is_sent_nothing(cleo, program):
    path = f"contacts/{cleo.customer.contact_id}/"
    tag = program.get(path)["ETag"]

    again = program.get(path, if_none_match=tag)

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_a_contact_is_put_away_and_taken_back(cleo, program):
    path = f"contacts/{cleo.customer.contact_id}/archive/"

    assert program.post(path).json()["archived_at"] is not None
    assert program.get("contacts/").json()["results"] == []
    assert [row["id"] for row in program.get("contacts/?state=archived").json()["results"]] == [
        cleo.customer.contact_id
    ]
    assert program.delete(path).json()["archived_at"] is None


def test_the_list_goes_on_where_the_last_page_ended(acme, cleo, carl, program):
    first = program.get("contacts/?limit=1").json()
    second = program.get(f"contacts/?limit=1&cursor={first['next']}").json()

    names = [row["display_name"] for page in (first, second) for row in page["results"]]
    assert names == ["Carl Brandt", "Cleo van Dam"]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=harbour", ["Cleo van Dam"]), ("q=nobody", []), ("state=waiting", ["Carl Brandt", "Cleo van Dam"])],
)
def test_the_list_is_narrowed(cleo, carl, program, query, found):
    assert [row["display_name"] for row in program.get(f"contacts/?{query}").json()["results"]] == found


def test_a_tag_narrows_by_its_name(acme, cleo, program):
    program.patch(f"contacts/{cleo.customer.contact_id}/", {"tags": ["Wholesale"]})

    assert len(program.get("contacts/?tag=wholesale").json()["results"]) == 1
    assert program.get("contacts/?tag=other").json()["results"] == []


@pytest.mark.parametrize("query", ["state=rich", "cursor=nonsense", "limit=0", "limit=1000", "q=%00"])
def test_what_a_list_cannot_be_asked_is_told(program, query):
    answer = program.get(f"contacts/?{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert list(answer.json()["fields"]) == [query.partition("=")[0]]


def test_the_fate_of_the_welcome_mail_is_shown(program):
    made = program.post("contacts/", new_contact()).json()

    (dora,) = program.get(f"contacts/{made['id']}/customers/").json()["results"]

    assert (dora["username"], dora["portal_state"], dora["last_seen_at"]) == ("dora", "queued", None)


def test_notes_are_in_no_answer(acme, program):
    made = program.post("contacts/", new_contact(note="Pays late")).json()

    said = "".join(program.get(path).content.decode() for path in ("contacts/", f"contacts/{made['id']}/"))

    assert "Pays late" not in said
    with business_scope(acme):
        assert Note.objects.get().body == "Pays late"
        assert Customer.objects.count() == 1
