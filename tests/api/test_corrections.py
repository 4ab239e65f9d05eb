"""Corrections through the API: read, accepted with what was seen, declined with a reason."""

import pytest

from crm.models import Correction
from tenants.kernel.scope import business_scope
from tests.crm.ledger import hold, ledger, report, value_of

NEW = "cleo@harbour.example"


@pytest.fixture
def wrong(acme, cleo) -> Correction:
    """Cleo says that her e-mail address is another."""
    with business_scope(acme):
        hold(cleo.customer.contact_id)
        return report(cleo.customer, "email", "I moved", address=NEW)


def test_what_waits_is_listed_and_read(cleo, program, wrong):
    (listed,) = program.get("corrections/?state=open").json()["results"]
    shown = program.get(f"corrections/{wrong.pk}/").json()

    assert listed["contact_id"] == cleo.customer.contact_id
    assert (listed["held"], listed["proposed"]) == ({"address": "cleo@example.com"}, {"address": NEW})
    assert (listed["why"], listed["state"]) == ("I moved", "open")
    assert shown == listed | {"seen": shown["seen"]}
    assert program.get("corrections/?state=declined").json()["results"] == []


def test_what_is_accepted_is_written(acme, ada, cleo, program, wrong):
    seen = program.get(f"corrections/{wrong.pk}/").json()["seen"]

    answer = program.post(f"corrections/{wrong.pk}/acceptance/", {"seen": seen})

    assert (answer.status_code, answer.json()["state"]) == (200, "accepted")
    with business_scope(acme):
        assert value_of(cleo.customer.contact_id, "email") == NEW
        assert Correction.objects.get().decided_by_id == ada.pk


def test_what_has_moved_meanwhile_is_not_overwritten(acme, program, wrong):
    with business_scope(acme):
        before = ledger()

    answer = program.post(f"corrections/{wrong.pk}/acceptance/", {"seen": "0123456789abcdef"})

    assert (answer.status_code, answer.json()["code"]) == (409, "detail_moved")
    with business_scope(acme):
        assert ledger() == before


def test_what_is_declined_stays_and_says_why(acme, cleo, program, wrong):
    answer = program.post(f"corrections/{wrong.pk}/refusal/", {"reason": "That address bounced."})
    late = program.post(f"corrections/{wrong.pk}/acceptance/", {"seen": "x"})

    assert (answer.json()["state"], answer.json()["reason"]) == ("declined", "That address bounced.")
    assert (late.status_code, late.json()["code"]) == (409, "correction_decided")
    with business_scope(acme):
        assert value_of(cleo.customer.contact_id, "email") == "cleo@example.com"


def test_nothing_is_declined_without_a_reason(acme, program, wrong):
    answer = program.post(f"corrections/{wrong.pk}/refusal/", {"reason": " "})

    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["reason"])
    with business_scope(acme):
        assert Correction.objects.get().state == "open"


def test_the_neighbours_reports_are_nobodys(acme, gus, stranger, wrong):
    path = f"corrections/{wrong.pk}/"

    assert stranger.get(path).status_code == 404
    assert stranger.post(f"{path}refusal/", {"reason": "x"}).status_code == 404
    with business_scope(acme):
        assert Correction.objects.get().state == "open"
