"""A plan does not end because of what is asked about, promised, said to be transferred, or with a bank."""

from datetime import date, timedelta

import pytest

from billing.models import AttemptItem, AutopayConsent, AutopayRun, PaymentAttempt, SavedCard
from billing.services.plan_patience import end_unless_waited_for
from billing.services.promises import promise_payment
from billing.services.queries import query_charge, withdraw_query
from billing.services.transfers import TransferClaim, tell_of_transfer
from crm.services.contacts import archive_contact, restore_contact
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tests.billing.autopay_world import person_of
from tests.billing.books import charge, money
from tests.billing.plans import agreed, offered, on

FIRST, TOO_LATE = date(2026, 1, 5), date(2026, 1, 20)  # with its 14 days of grace


@pytest.fixture
def cake(cleo):
    with on(FIRST):
        return charge(cleo, 1000, "Cake", due_on=FIRST)


@pytest.fixture
def plan(cleo, ada, cake):
    with on(FIRST):
        return agreed(cleo, offered(cleo, [cake], ada, parts=4, first_on=FIRST), person_of(cleo))


@pytest.fixture(autouse=True)
def _too_late(plan):
    with on(TOO_LATE):
        yield


def asks(cleo, cake):
    query_charge(contact_id=cleo.pk, charge_id=cake.pk)


def promises(cleo, cake):
    promise_payment(contact_id=cleo.pk, charge_ids=[cake.pk], until=TOO_LATE)


def tells(cleo, cake, minor=250):
    claim = TransferClaim(charge_ids=[cake.pk], amount=money(minor), sent_on=TOO_LATE)
    tell_of_transfer(contact_id=cleo.pk, claim=claim, customer=person_of(cleo))


def tells_of_less(cleo, cake):
    tells(cleo, cake, 249)


def has_a_bank_at_work(cleo, cake):
    attempt = PaymentAttempt.objects.create(
        contact_id=cleo.pk, amount_minor=250, currency="EUR", state="processing", expires_at=clock.now()
    )
    AttemptItem.objects.create(attempt=attempt, charge=cake, amount_minor=250)


def has_a_card_that_is_tried_again(cleo, cake):
    card = SavedCard.objects.create(contact=cleo, method="pm_1", brand="Visa", last4="4242", exp_month=1, exp_year=2030)
    consent = AutopayConsent.objects.create(
        contact=cleo,
        card=card,
        scope="all",
        user_id=1,
        given_at=clock.now(),
        days_after_due=0,
        announce_days=0,
        currency="EUR",
    )
    run = AutopayRun.objects.create(contact=cleo, consent=consent, card=card)
    attempt = PaymentAttempt.objects.create(
        contact=cleo, autopay_run=run, amount_minor=250, currency="EUR", state="failed", expires_at=clock.now()
    )
    AttemptItem.objects.create(attempt=attempt, charge=cake, amount_minor=250, is_live=False)


def is_archived(cleo, _cake):
    archive_contact(cleo.pk)


def does_nothing(_cleo, _cake):
    pass


@pytest.mark.parametrize(
    ("does", "state"),
    [
        (asks, "active"),
        (is_archived, "active"),
        (promises, "active"),
        (tells, "active"),
        (has_a_bank_at_work, "active"),
        (has_a_card_that_is_tried_again, "active"),
        (tells_of_less, "missed"),
        (does_nothing, "missed"),
    ],
)
def test_a_plan_ends_when_a_part_is_too_late_for_which_somebody_could_be_asked(cleo, cake, plan, does, state):
    does(cleo, cake)
    end_unless_waited_for(plan.pk)

    plan.refresh_from_db()
    assert plan.state == state


def test_whoever_is_restored_has_a_day_in_which_their_card_is_charged(cleo, plan):
    archive_contact(cleo.pk)
    run_due()
    restore_contact(cleo.pk)
    for days_on, state in ((1, "active"), (2, "missed")):
        with on(TOO_LATE + timedelta(days=days_on)):
            run_due()
        plan.refresh_from_db()
        assert plan.state == state


def test_it_is_looked_at_again_each_morning_and_ends_once_nothing_is_waited_for(cleo, cake, plan):
    query = query_charge(contact_id=cleo.pk, charge_id=cake.pk)
    for _ in range(2):
        end_unless_waited_for(plan.pk)
    again = DueWork.objects.get(name="billing.end_if_missed", key__isnull=False)
    assert again.due_at.date() == TOO_LATE + timedelta(days=1)

    withdraw_query(contact_id=cleo.pk, query_id=query.pk)
    end_unless_waited_for(plan.pk)
    plan.refresh_from_db()
    assert plan.state == "missed"
