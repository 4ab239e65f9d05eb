"""Stripe's events: what came and what became of it; handling one again never does anything twice."""

import pytest

from billing.inbox.models import StripeEvent
from billing.services import events
from tenants.console.models import PlatformActivity
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tenants.models import Business

PAYLOAD = {
    "data": {
        "object": {
            "object": "payment_intent",
            "id": "pi_7",
            "receipt_email": "cleo@example.com",
            "metadata": {"mango_attempt": "7", "note": "hers"},
        }
    }
}


def event(state: str, account: str = "acct_acme", **more: object) -> StripeEvent:
    return StripeEvent.objects.create(
        event_id=f"evt_{StripeEvent.objects.count()}",
        account=account,
        type="payment_intent.succeeded",
        livemode=False,
        payload=PAYLOAD,
        state=state,
        **more,
    )


@pytest.fixture
def handled(acme, monkeypatch) -> list[int]:
    """Which events took effect, in place of what they mean."""
    Business.objects.filter(pk=acme.id).update(stripe_account="acct_acme")
    done: list[int] = []
    monkeypatch.setattr(events, "_take_effect", lambda row: done.append(row.pk))
    return done


def test_the_list_tells_states_and_businesses_apart(as_olga, acme, handled):
    event("done")
    stuck = event("dead", error="GatewayError: no answer")
    event("quarantined", account="acct_nobodys")

    rows = as_olga.get("/events/").context["rows"]
    failed = as_olga.get("/events/?state=dead").context["rows"]
    acmes = as_olga.get(f"/events/?business={acme.id}").context["rows"]

    assert [business.name if business else None for _event, business in rows] == [None, "Acme Bakery", "Acme Bakery"]
    assert [row.pk for row, _business in failed] == [stuck.pk]
    assert len(acmes) == 2
    assert as_olga.get("/events/?business=999999999").context["rows"] == []


def test_the_page_of_one_names_things_and_no_persons(as_olga, handled):
    page = as_olga.get(f"/events/{event('done').pk}/").content.decode()

    assert "payment_intent pi_7" in page
    assert "mango_attempt" in page
    assert "cleo@example.com" not in page
    assert "hers" not in page
    assert as_olga.get("/events/999999999/").status_code == 404


@pytest.mark.parametrize("state", ["dead", "quarantined", "done", "pending"])
def test_an_event_is_handled_again_from_whatever_became_of_it(as_olga, olga, acme, handled, state):
    kept = event(state, attempts=10, error="GatewayError: no answer")
    DueWork.objects.create(
        name="billing.handle_event", business_id=acme.id, kwargs={"event_pk": kept.pk}, state="dead", due_at=clock.now()
    )

    assert as_olga.post(f"/events/{kept.pk}/replay/")["Location"] == f"/events/{kept.pk}/"
    run_due()

    kept.refresh_from_db()
    assert (handled, kept.state, kept.attempts, kept.error) == ([kept.pk], "done", 1, "")
    assert not DueWork.objects.exists()
    row = PlatformActivity.objects.get(verb="event.replayed")
    assert (row.operator_id, row.business_id, row.facts["before"]) == (olga.pk, acme.id, state)


def test_pressing_twice_handles_it_once(as_olga, handled):
    kept = event("dead")

    as_olga.post(f"/events/{kept.pk}/replay/")
    as_olga.post(f"/events/{kept.pk}/replay/")
    run_due()

    assert handled == [kept.pk]


@pytest.mark.parametrize("account", ["acct_nobodys", ""])
def test_an_event_of_nobody_stays_as_it_is(as_olga, handled, account):
    kept = event("quarantined", account=account, error="No business has it.")

    page = as_olga.post(f"/events/{kept.pk}/replay/", follow=True).content.decode()

    assert "there is nobody to handle it for" in page
    kept.refresh_from_db()
    assert (kept.state, kept.error) == ("quarantined", "No business has it.")
    assert not PlatformActivity.objects.exists()
    assert not DueWork.objects.exists()


def test_dead_work_of_an_event_may_be_tried_again_itself(as_olga, acme, handled):
    kept = event("dead")
    work = DueWork.objects.create(
        name="billing.handle_event", business_id=acme.id, kwargs={"event_pk": kept.pk}, state="dead", due_at=clock.now()
    )

    as_olga.post(f"/work/{work.pk}/retry/")
    run_due()

    assert handled == [kept.pk]
