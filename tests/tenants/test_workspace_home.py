from datetime import UTC, datetime

import pytest

from tenants import checklist
from tenants.activity.record import acting, record
from tenants.activity.wording import latest
from tenants.checklist import Step
from tenants.kernel import clock, panels
from tenants.kernel.scope import business_scope
from tests.signing_in import sign_in


def page_of(client, user) -> str:
    sign_in(client, user)
    return client.get("/workspace/").content.decode()


@pytest.mark.parametrize(
    ("hour", "words"), [(6, "Good morning, Ada"), (12, "Good afternoon, Ada"), (20, "Good evening, Ada")]
)
def test_the_greeting_knows_the_hour_where_the_business_is(client, ada, hour, words):
    with clock.held_at(datetime(2026, 1, 5, hour, 0, tzinfo=UTC)):
        page = page_of(client, ada)

    assert words in page
    assert "Monday, 5 January" in page


def test_an_owner_sees_the_first_steps_with_their_links(client, ada):
    page = page_of(client, ada)

    assert "Set up your business" in page
    assert 'href="/workspace/settings/brand/"' in page
    assert 'href="/workspace/contacts/new/"' in page


def test_a_step_that_a_role_does_not_include_has_no_link(client, ben):
    page = page_of(client, ben)

    assert "Logo and colours" in page
    assert 'href="/workspace/settings/brand/"' not in page


def test_a_done_step_is_ticked_and_the_next_one_is_current(in_acme, ada, monkeypatch):
    first = Step(
        name="a", order=1, title="A", text="", url_name="x", label="", action="workspace.view", is_done=lambda: True
    )
    second = Step(
        name="b", order=2, title="B", text="", url_name="x", label="", action="brand.change", is_done=lambda: False
    )
    monkeypatch.setattr(checklist, "_steps", {"b": second, "a": first})

    assert [(row.step.name, row.state) for row in checklist.progress_for(ada)] == [("a", "done"), ("b", "current")]


def test_when_all_is_done_the_list_is_gone(client, ada, monkeypatch):
    monkeypatch.setattr(checklist, "_steps", {})

    assert "Set up your business" not in page_of(client, ada)


def test_layers_above_hang_their_panels_here(client, ada, monkeypatch):
    monkeypatch.setattr(panels, "_slots", panels.defaultdict(list))
    panels.register_panel("workspace.home", 1, lambda request: "<p>€42 owed</p>")

    assert "€42 owed" in page_of(client, ada)


def test_what_happened_is_told_in_words_and_in_the_businesss_time(client, acme, ada):
    with business_scope(acme), acting(ada), clock.held_at(datetime(2026, 7, 5, 12, 0, tzinfo=UTC)):
        record("business.branded", ada)

    page = page_of(client, ada)

    assert "Logo and colours changed" in page
    assert "Ada Lindqvist" in page


@pytest.mark.parametrize(
    ("role", "entries"), [("owner", ["Home", "Contacts", "Settings"]), ("assistant", ["Home", "Contacts"])]
)
def test_the_navigation_shows_what_the_role_opens(client, acme, ada, role, entries):
    with business_scope(acme):
        ada.role = role
        ada.save()

    page = page_of(client, ada)

    shown = [name for name in ("Home", "Contacts", "Settings") if f"<span>{name}</span>" in page]
    assert shown == entries


def test_what_happened_names_the_contact_and_leads_to_them(client, ada, cleo, in_acme):
    contact = cleo.customer.contact
    with acting(ada):
        record("portal.looked", cleo.customer, contact_id=contact.pk)

    page = page_of(client, ada)

    assert f'href="/workspace/contacts/{contact.pk}/">{contact.display_name}</a>' in page


def test_that_the_team_signs_in_is_no_news_to_it(in_acme, ada, cleo):
    record("user.signed_in", ada)
    record("user.signed_in", cleo, contact_id=cleo.customer.contact_id)

    assert [event.about for event in latest(reader=ada) if event.text == "Signed in"] == [
        cleo.customer.contact.display_name
    ]
