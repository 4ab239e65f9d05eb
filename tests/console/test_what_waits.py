"""What waits while a business is suspended, and what does not: jobs, mail, and what Stripe tells."""

from datetime import timedelta

import pytest

from billing.inbox.models import StripeEvent
from billing.services.inbox import receive_event
from emails.models import Message
from tenants import directory
from tenants.console.services.standing import release_what_was_left, restore, suspend
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.jobs.tasks import tenant_task
from tenants.kernel.scope import business_scope
from tenants.models import Business
from tests.emails.conftest import welcome

WHY = "The plan has not been paid since March."
ran: list[int] = []


@tenant_task("tests.suspended")
def note(*, number: int) -> None:
    ran.append(number)


@pytest.fixture(autouse=True)
def _forget():
    ran.clear()


def made(acme, state: str):
    return suspend(business_id=acme.id, state=state, reason=WHY)


@pytest.mark.parametrize("state", ["read_only", "closed"])
def test_work_waits_untried_and_goes_on_at_the_restoration(acme, globex, state):
    with business_scope(acme):
        enqueue("tests.suspended", number=1)
        enqueue("tests.suspended", number=3, due_at=clock.now() + timedelta(days=2))
    with business_scope(globex):
        enqueue("tests.suspended", number=2)
    made(acme, state)
    run_due()
    assert ran == [2]
    assert list(DueWork.objects.filter(business_id=acme.id, state="held").values_list("attempts", flat=True)) == [0]

    restore(acme.id)
    run_due()

    assert ran == [2, 1]
    with clock.held_at(clock.now() + timedelta(days=3)):
        run_due()
    assert ran == [2, 1, 3]


def test_mail_waits_in_the_outbox_but_the_owners_are_told_at_once(acme, ada, cleo):
    with business_scope(acme):
        waiting = welcome()
    made(acme, "closed")
    run_due()

    with business_scope(directory.by_id(acme.id)):
        assert Message.objects.get(pk=waiting.pk).state == "queued"
        notice = Message.objects.get(kind="business_suspended")
        assert (notice.to, notice.state, notice.context["why"]) == ("ada@example.com", "sent", WHY)
    restore(acme.id)
    run_due()
    with business_scope(directory.by_id(acme.id)):
        assert Message.objects.get(pk=waiting.pk).state == "sent"
        assert Message.objects.get(kind="business_restored").state == "sent"


def test_a_stripe_event_of_a_closed_business_is_recorded(acme):
    Business.objects.filter(pk=acme.id).update(stripe_account="acct_acme")
    made(acme, "closed")
    event = {"id": "evt_1", "account": "acct_acme", "type": "price.created", "livemode": False, "data": {"object": {}}}

    assert receive_event(event)
    run_due()

    assert StripeEvent.objects.get().state == "done"


def test_work_put_by_in_the_moment_of_a_restoration_is_found(acme):
    DueWork.objects.create(
        name="tests.suspended", business_id=acme.id, kwargs={"number": 7}, state="held", due_at=clock.now()
    )

    assert release_what_was_left() == 1
    run_due()

    assert ran == [7]
