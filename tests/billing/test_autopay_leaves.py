"""What autopay leaves to others or to another day: questions, promises, parts that are not due, a card that waits."""

from datetime import date, timedelta

import pytest

from billing.models import InstalmentPlan, Payment, SavedCard
from billing.selectors.autopay import autopay_contact_ids
from billing.selectors.autopay_reach import paid_by_card
from billing.selectors.instalments import plan_of
from billing.services.autopay import begin_the_day, look_after
from billing.services.cards import make_default
from billing.services.instalments import PlanDraft, Signature, agree_to_plan, offer_plan
from billing.services.promises import promise_payment
from billing.services.queries import explain_charge, query_charge
from billing.services.refunds import RefundDraft, give_back, send_refund
from crm.services.contacts import archive_contact, restore_contact
from emails.kinds import kind_named
from emails.models import Message
from tenants.accounts.models import User
from tenants.kernel.jobs.models import DueWork
from tests.billing.autopay_world import (
    LOST,
    REFUSED_WHEN_CHARGED,
    agree,
    becomes,
    charge_on,
    charged,
    morning,
    person_of,
    save_card,
)
from tests.billing.books import assert_books_add_up, charge, due, money, pay
from tests.billing.plans import agreed, offered
from tests.billing.stripe_world import CARD

DAY = date(2031, 3, 10)
NEXT = DAY + timedelta(days=1)


@pytest.fixture
def tart(stripe, cleo):
    """Cleo owes a tart; her card pays by itself."""
    save_card(stripe, cleo)
    agree(cleo)
    return charge(cleo, 1000, "Tart", due_on=DAY)


def test_what_a_customer_does_not_recognise_is_charged_only_once_it_is_explained(stripe, cleo, tart):
    ada = User.objects.create(username="ada", name="Ada", kind="member", role="owner")
    query = query_charge(contact_id=cleo.pk, charge_id=tart.pk, by=person_of(cleo))
    charge(cleo, 500, "Rolls", due_on=DAY)
    charge_on(DAY, cleo)
    assert (charged(stripe, cleo), due(cleo)) == ([(500, "succeeded")], {"Tart": 1000})
    explain_charge(query_id=query.pk, answer="It is the one of Friday.", by=ada)
    charge_on(NEXT, cleo)

    assert (charged(stripe, cleo), due(cleo)) == ([(500, "succeeded"), (1000, "succeeded")], {})


def test_whoever_is_archived_is_charged_nothing_until_they_are_restored(stripe, cleo, tart):
    archive_contact(cleo.pk)
    with morning(DAY):
        begin_the_day(DAY)
        look_after(cleo.pk)
    assert (charge_on(DAY, cleo), charged(stripe, cleo), autopay_contact_ids()) == (None, [], set())
    works = DueWork.objects.filter(name__in=["billing.autopay", "billing.autopay_day"])
    assert set(works.values_list("name", flat=True)) == {"billing.autopay_day"}

    restore_contact(cleo.pk)
    charge_on(NEXT, cleo)
    assert (charged(stripe, cleo), due(cleo)) == ([(1000, "succeeded")], {})


def test_what_is_promised_is_charged_when_its_day_has_passed(stripe, cleo, tart):
    with morning(DAY):
        promise_payment(contact_id=cleo.pk, charge_ids=[tart.pk], until=NEXT, by=person_of(cleo))
    assert charge_on(DAY, cleo) is None
    assert charge_on(NEXT, cleo) is None
    assert charged(stripe, cleo) == []
    charge_on(NEXT + timedelta(days=1), cleo)

    assert charged(stripe, cleo) == [(1000, "succeeded")]


def test_of_a_plan_only_the_part_that_is_due_is_charged_and_the_plan_goes_on(stripe, cleo, tart):
    ada = User.objects.create(username="ada", name="Ada", kind="member", role="owner")
    with morning(DAY):
        draft = PlanDraft(charge_ids=[tart.pk], parts=4, rhythm="week", first_on=NEXT)
        plan = offer_plan(contact_id=cleo.pk, draft=draft, by=ada)
        signature = Signature(name="Cleo van Dam", user=person_of(cleo))
        agree_to_plan(contact_id=cleo.pk, plan_id=plan.pk, signature=signature)
    assert charge_on(DAY, cleo) is None
    charge_on(NEXT, cleo)
    assert charge_on(NEXT, cleo) is None

    assert (charged(stripe, cleo), due(cleo)) == ([(250, "succeeded")], {"Tart": 750})
    assert InstalmentPlan.objects.get().state == "active"
    assert [part.left.minor for part in plan_of(cleo.pk, plan.pk).instalments] == [0, 250, 250, 250]
    assert_books_add_up()


def test_a_part_that_the_card_could_not_pay_holds_up_the_next_only_until_it_is_paid(stripe, cleo, tart):
    ada = User.objects.create(username="ada", name="Ada", kind="member", role="owner")
    card, week = SavedCard.objects.get(), timedelta(days=7)
    with morning(DAY):
        agreed(cleo, offered(cleo, [tart], ada, rhythm="week", first_on=NEXT), person_of(cleo))
    becomes(stripe, card, LOST)
    charge_on(NEXT, cleo)
    becomes(stripe, card, CARD)
    assert charge_on(NEXT + week, cleo) is None
    assert (charged(stripe, cleo), autopay_contact_ids()) == ([(250, "requires_payment_method")], set())
    pay(cleo, 250)

    assert autopay_contact_ids() == {cleo.pk}
    charge_on(NEXT + week, cleo)
    assert (charged(stripe, cleo)[1:], due(cleo)) == ([(250, "succeeded")], {"Tart": 500})


def test_what_falls_due_while_a_refused_card_waits_is_told_of_and_charged_with_the_next_try(stripe, cleo, tart):
    becomes(stripe, SavedCard.objects.get(), REFUSED_WHEN_CHARGED)
    again, due_on = DAY + timedelta(days=7), DAY + timedelta(days=4)
    for days in (0, 1, 3):
        charge_on(DAY + timedelta(days=days), cleo)
    charge(cleo, 500, "Rolls", due_on=due_on)
    becomes(stripe, SavedCard.objects.get(), CARD)
    with morning(due_on):
        look_after(cleo.pk)
        mail = Message.objects.get(kind="autopay_soon")
        assert (mail.context["charged_on"], kind_named("autopay_soon").read_anew(mail.context)["amount"]) == (
            "17 March 2031",
            "€15.00",
        )
    assert due(cleo) == {"Tart": 1000, "Rolls": 500}
    charge_on(again, cleo)

    assert (charged(stripe, cleo)[3:], due(cleo)) == ([(1500, "succeeded")], {})


def test_another_card_need_not_wait_for_the_next_try_of_the_refused_one(stripe, cleo, tart):
    becomes(stripe, SavedCard.objects.get(), REFUSED_WHEN_CHARGED)
    for days in (0, 1, 3):
        charge_on(DAY + timedelta(days=days), cleo)
    assert charge_on(DAY + timedelta(days=4), cleo) is None
    make_default(contact_id=cleo.pk, card_id=save_card(stripe, cleo, "5555555555554444").pk)
    charge_on(DAY + timedelta(days=4), cleo)

    assert charged(stripe, cleo)[3:] == [(1000, "succeeded")]


def test_what_was_refunded_is_not_charged_again_and_is_asked_for_like_anything_else(stripe, cleo, tart):
    charge_on(DAY, cleo)
    with morning(DAY):
        order = give_back(Payment.objects.get().pk, draft=RefundDraft(amount=money(300), reason="Burnt"))
        send_refund(order.pk)
    charge(cleo, 500, "Rolls", due_on=NEXT)
    charge_on(NEXT, cleo)

    assert (charged(stripe, cleo), due(cleo)) == ([(1000, "succeeded"), (500, "succeeded")], {"Tart": 300})
    with morning(NEXT):
        assert paid_by_card([cleo.pk]) == set()
    assert_books_add_up()
