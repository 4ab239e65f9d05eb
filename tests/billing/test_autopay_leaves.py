"""What autopay leaves to others: a question that waits, a promise, and all of a plan but the part that is due."""

from datetime import date, timedelta

import pytest

from billing.models import InstalmentPlan
from billing.selectors.instalments import plan_of
from billing.services.instalments import PlanDraft, Signature, agree_to_plan, offer_plan
from billing.services.promises import promise_payment
from billing.services.queries import explain_charge, query_charge
from tenants.accounts.models import User
from tests.billing.autopay_world import agree, charge_on, charged, morning, person_of, save_card
from tests.billing.books import assert_books_add_up, charge, due

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
