"""A contact's pages as the team sees them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.models import Contact, Note
from crm.selectors.details import details_of
from crm.services.checks import confirm_details
from crm.services.notes import add_note
from emails.models import Message
from tenants.accounts.models import User
from tenants.kernel import panels
from tenants.kernel.scope import business_scope


def page(client: Client, contact: Contact, tab: str = "") -> str:
    return client.get(f"/workspace/contacts/{contact.pk}/{tab}").content.decode()


def post(client: Client, contact: Contact, path: str, **typed: str) -> str:
    return client.post(f"/workspace/contacts/{contact.pk}/{path}", typed, follow=True).content.decode()


def door(acme, contact: Contact) -> int:
    with business_scope(acme):
        return contact.customers.get().pk


def test_the_access_page_shows_the_mails_fate_and_says_where_the_password_goes(as_ada, acme, dora):
    with business_scope(acme):
        Message.objects.filter(contact_id=dora.pk).update(state="bounced", error="550 no such user")

    shown = page(as_ada, dora, "access/")

    assert "Bounced" in shown
    assert "550 no such user" in shown
    assert "A new password goes to dora@example.com and nobody else." in shown


def test_a_resend_says_where_it_went_and_never_what(as_ada, acme, dora):
    shown = post(as_ada, dora, f"customers/{door(acme, dora)}/welcome/")

    assert "A new welcome e-mail is on its way to dora@example.com." in shown
    with business_scope(acme):
        assert Message.objects.filter(contact_id=dora.pk, kind="welcome").count() == 2


def test_access_is_suspended_and_restored(as_ada, acme, dora):
    customer = door(acme, dora)

    assert "Dora Lind is signed out and cannot come in." in post(as_ada, dora, f"customers/{customer}/suspension/")
    assert "Restore access" in page(as_ada, dora, "access/")
    assert "Dora Lind can sign in again." in post(as_ada, dora, f"customers/{customer}/restoration/")
    with business_scope(acme):
        assert User.objects.get(username="dora").suspended_at is None


def test_a_suspended_customer_gets_no_mail_and_the_page_says_why(as_ada, acme, dora):
    customer = door(acme, dora)
    post(as_ada, dora, f"customers/{customer}/suspension/")

    response = as_ada.post(f"/workspace/contacts/{dora.pk}/customers/{customer}/welcome/")

    assert response.status_code == 409
    assert "The access of Dora Lind is suspended." in response.content.decode()
    with business_scope(acme):
        assert Message.objects.filter(contact_id=dora.pk, kind="welcome").count() == 1


def test_an_assistant_sees_access_without_the_buttons(as_ben, dora):
    shown = page(as_ben, dora, "access/")

    assert "dora@example.com" in shown
    assert "Send a new password" not in shown
    assert "Send a new password" not in page(as_ben, dora)


def test_a_new_password_is_one_click_away_from_the_contact(as_ada, acme, dora):
    resend = f'action="/workspace/contacts/{dora.pk}/customers/{door(acme, dora)}/welcome/"'

    assert resend in page(as_ada, dora)
    post(as_ada, dora, f"customers/{door(acme, dora)}/suspension/")
    assert resend not in page(as_ada, dora)


def test_archiving_offers_to_take_it_back(as_ada, acme, dora):
    shown = post(as_ada, dora, "archive/")
    assert "Dora Lind is archived." in shown
    assert "Restore contact" in shown

    assert "Dora Lind is back in the list." in post(as_ada, dora, "restoration/")
    with business_scope(acme):
        assert Contact.objects.active().filter(pk=dora.pk).exists()


def test_a_note_is_kept_with_its_author_and_shown_as_it_was_typed(as_ben, acme, ben, dora):
    shown = post(as_ben, dora, "notes/", body="Prefers <b>Thursdays</b>")

    assert "Prefers &lt;b&gt;Thursdays&lt;/b&gt;" in shown
    assert "Ben Okafor" in shown
    with business_scope(acme):
        assert Note.objects.get().author == ben


def test_an_empty_note_is_refused_and_saves_nothing(as_ben, acme, dora):
    assert "Fill this in." in post(as_ben, dora, "notes/", body="  ")

    with business_scope(acme):
        assert not Note.objects.exists()


def test_another_person_is_added_by_the_page(as_ada, acme, dora):
    typed = {
        "name": "Dana Lind",
        "email": "dana@example.com",
        "username": "dora",
        "password": "amber-kettle-orchard-42",
    }
    refused = post(as_ada, dora, "customers/new/", **typed)
    assert "already taken here" in refused
    assert 'value="dana@example.com"' in refused

    post(as_ada, dora, "customers/new/", **typed | {"username": "dana"})

    with business_scope(acme):
        assert list(dora.customers.values_list("user__username", flat=True)) == ["dora", "dana"]


def test_history_reads_as_sentences_and_pages(as_ada, acme, ada, dora):
    with business_scope(acme):
        for number in range(50):
            add_note(dora.pk, body=f"note {number}", author=ada)
    post(as_ada, dora, "notes/", body="the latest")

    first = as_ada.get(f"/workspace/contacts/{dora.pk}/history/")
    assert len(first.context["history"].events) == 50
    assert first.context["history"].events[0].text == "Note added"
    assert first.context["history"].events[0].by == "Ada Lindqvist"

    older = as_ada.get(f"/workspace/contacts/{dora.pk}/history/", {"before": first.context["history"].before})
    texts = [event.text for event in older.context["history"].events]
    assert texts == ["Note added", "Portal account dora opened for Dora Lind", "Contact added"]
    assert older.context["history"].before == 0


def test_the_customer_sees_details_and_no_notes(as_ada, acme, dora):
    post(as_ada, dora, "notes/", body="Slow payer")
    with business_scope(acme):
        shown = [(str(detail.label), detail.value) for detail in details_of(Contact.objects.get(pk=dora.pk))]

    assert shown == [("First name", "Dora"), ("Last name", "Lind"), ("E-mail", "dora@example.com")]


def test_looking_over_the_details_is_written_down(as_ada, acme, dora):
    assert "has not looked these over yet" in page(as_ada, dora, "information/")

    with business_scope(acme):
        confirm_details(dora.customers.get().pk)

    assert "Dora Lind looked these over on" in page(as_ada, dora, "information/")
    assert "Looked over their details" in page(as_ada, dora)


def test_layers_above_hang_tabs_and_panels_into_the_page(as_ada, dora, monkeypatch):
    monkeypatch.setattr(panels, "_slots", panels.defaultdict(list))
    panels.register_panel("contact.tabs", 1, _account_tab)
    panels.register_panel("contact.stats", 1, _owed)

    shown = page(as_ada, dora)

    assert f'<a href="/account-of-{dora.pk}/">Account</a>' in shown
    assert "&lt;owed&gt;" in shown


def _account_tab(_request, *, contact, tab):
    from django.utils.html import format_html

    return format_html('<a href="/account-of-{}/">Account</a>', contact.pk)


def _owed(_request, *, contact):
    return "<owed>"


@pytest.mark.parametrize(("tab", "most"), [("", 14), ("information/", 12), ("access/", 12), ("history/", 11)])
def test_a_contacts_page_costs_a_fixed_number_of_queries(as_ada, dora, tab, most, monkeypatch):
    monkeypatch.setattr(panels, "_slots", panels.defaultdict(list))
    page(as_ada, dora, tab)

    with CaptureQueriesContext(connection) as queries:
        page(as_ada, dora, tab)

    statements = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert len(statements) <= most, "\n".join(statements)
