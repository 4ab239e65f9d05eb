"""Adding a contact by the page: what is typed, what is refused, what is kept."""

from uuid import uuid4

import pytest
from django.test import Client

from crm.models import Contact
from emails.models import Message
from tenants.accounts.models import User
from tenants.kernel.scope import business_scope

URL = "/workspace/contacts/new/"


def filled(**changed: str) -> dict[str, str]:
    return {
        "kind": "person",
        "first_name": "Cleo",
        "last_name": "van Dam",
        "company_name": "Harbour Café",
        "emails-TOTAL_FORMS": "1",
        "emails-INITIAL_FORMS": "0",
        "emails-0-address": "cleo@example.com",
        "emails-0-label": "Work",
        "phones-TOTAL_FORMS": "1",
        "phones-INITIAL_FORMS": "0",
        "phones-0-number": "912 345 678",
        "phones-0-label": "Mobile",
        "addresses-TOTAL_FORMS": "1",
        "addresses-INITIAL_FORMS": "0",
        "addresses-0-street": "Rua da Prata 1",
        "addresses-0-city": "Lisboa",
        "addresses-0-country": "PT",
        "tags": "Wholesale, Thursdays",
        "note": "Pays in cash.",
        "form_token": str(uuid4()),
        "username": "cleo",
        "password": "amber-kettle-orchard-42",
        **changed,
    }


def counts(acme) -> tuple[int, int, int]:
    with business_scope(acme):
        return Contact.objects.count(), User.objects.filter(kind="customer").count(), Message.objects.count()


def text_of(response) -> str:
    return response.content.decode()


def test_saving_leads_to_the_contact_and_says_where_the_mail_goes(as_ada: Client, acme):
    response = as_ada.post(URL, filled(), follow=True)

    assert response.redirect_chain[0][1] == 302
    assert "Cleo van Dam has an account now. The welcome e-mail is on its way to cleo@example.com." in text_of(response)
    assert counts(acme) == (1, 1, 1)
    with business_scope(acme):
        contact = Contact.objects.get()
        assert contact.created_by.username == "ada"
        assert contact.addresses.get().country == "PT"


def test_a_double_click_makes_one_contact_and_both_lead_to_it(as_ada: Client, acme):
    form = filled()

    first, second = as_ada.post(URL, form), as_ada.post(URL, form)

    assert first.url == second.url
    assert counts(acme) == (1, 1, 1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": ""}, "Enter a username: nothing is saved without one."),
        ({"password": ""}, "Enter a password: nothing is saved without one."),
        ({"password": "short"}, "at least 12 characters"),
        ({"username": "no spaces"}, "A username has 3 to 150 letters"),
        ({"emails-0-address": ""}, "Enter an e-mail address: the welcome e-mail with the way in goes there."),
        ({"emails-0-address": "cleo"}, "Enter a valid email address."),
        ({"first_name": "", "last_name": ""}, "Enter the person&#x27;s first or last name."),
        ({"kind": "company", "company_name": ""}, "Enter the company&#x27;s name."),
    ],
)
def test_a_refused_form_says_why_keeps_everything_and_saves_nothing(as_ada: Client, acme, wrong, said):
    form = filled(**wrong)

    page = text_of(as_ada.post(URL, form))

    assert said in page
    for name, typed in form.items():
        if typed and name not in {"kind", "note", "addresses-0-country", "addresses-0-street"}:
            assert f'value="{typed}"' in page, name
    assert "Rua da Prata 1" in page
    assert "Pays in cash." in page
    assert counts(acme) == (0, 0, 0)


def test_a_taken_user_name_is_refused_with_a_free_one(as_ada: Client, cleo, acme):
    before = counts(acme)

    page = text_of(as_ada.post(URL, filled(username="CLEO")))

    assert "“CLEO” is already taken here" in page
    assert "cleo.van.dam" in page
    assert counts(acme) == before


@pytest.mark.parametrize(
    ("button", "row"),
    [
        ({"add": "emails"}, 'name="emails-1-address"'),
        ({"add": "phones"}, 'name="phones-1-number"'),
        ({"add": "addresses"}, 'name="addresses-1-street"'),
    ],
)
def test_one_more_row_keeps_what_was_typed_and_saves_nothing(as_ada: Client, acme, button, row):
    page = text_of(as_ada.post(URL, filled(**button, first_name="", username="")))

    assert row in page
    assert 'value="cleo@example.com"' in page
    assert 'value="amber-kettle-orchard-42"' in page
    assert "Please check" not in page
    assert page.count('value="PT" selected') == page.count("<select")
    assert counts(acme) == (0, 0, 0)


def test_a_row_is_removed(as_ada: Client, acme):
    two = {"emails-TOTAL_FORMS": "2", "emails-1-address": "office@example.com", "emails-1-label": ""}

    page = text_of(as_ada.post(URL, filled(**two, remove="emails-0")))

    assert "cleo@example.com" not in page
    assert 'value="office@example.com"' in page
    assert counts(acme) == (0, 0, 0)


def test_without_scripts_a_button_suggests_user_name_and_password(as_ada: Client, acme):
    page = text_of(as_ada.post(URL, filled(suggest="yes", username="", password="")))

    assert 'value="cleo.van.dam"' in page
    assert counts(acme) == (0, 0, 0)


def test_a_look_alike_is_saved_and_pointed_out(as_ada: Client, cleo, acme):
    response = as_ada.post(URL, filled(username="cleo2"), follow=True)

    assert "This may be somebody you already had: Cleo van Dam (same e-mail address)." in text_of(response)
    assert counts(acme)[0] == 2


def test_editing_changes_what_was_changed_and_keeps_the_rest(as_ada: Client, acme):
    as_ada.post(URL, filled())
    with business_scope(acme):
        contact = Contact.objects.get()
        email = contact.emails.get()
    url = f"/workspace/contacts/{contact.pk}/edit/"
    assert 'value="912 345 678"' in text_of(as_ada.get(url))

    as_ada.post(url, filled(last_name="Dam", tags="Thursdays", **{"phones-0-number": ""}))

    with business_scope(acme):
        contact.refresh_from_db()
        assert contact.display_name == "Cleo Dam"
        assert contact.emails.get().pk == email.pk
        assert not contact.phones.exists()
        assert [tag.name for tag in contact.tags.all()] == ["Thursdays"]
        assert contact.notes.count() == 1
