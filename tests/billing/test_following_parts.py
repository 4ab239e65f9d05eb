"""What is paid in parts is due part by part wherever anything is said to be due, late or expected."""

from datetime import UTC, date, datetime

import pytest

from billing.errors import MoreThanDue
from billing.models import AttemptItem, Invoice, PaymentAttempt
from billing.selectors.accounts import balance_of, open_items
from billing.selectors.ageing import ageing
from billing.selectors.cash_figures import cash_figures
from billing.selectors.charges import charges
from billing.selectors.forecast import forecast
from billing.selectors.habits import TO_BEGIN_WITH, Habits, habits
from billing.selectors.instalments import plan_of
from billing.selectors.invoices import invoices
from billing.selectors.papers import shown
from billing.selectors.promises import broken_promises, promises_about
from billing.selectors.statements import ageing_of
from billing.services.charges import void_charge
from billing.services.instalments import cancel_plan
from billing.services.invoice_drafts import InvoiceDraft, save_draft
from billing.services.invoices import issue_invoice
from billing.services.late_fees import fees_due
from billing.services.promises import promise_payment
from billing.services.refunds import RefundDraft, give_back
from billing.services.reminder_rules import change_reminder_rules
from billing.services.shares import Instalment, chosen_parts
from billing.services.transfers import TransferClaim, tell_of_transfer
from customer_portal.standing import Standing
from tenants.accounts.models import User
from tenants.kernel import clock
from tests.billing.autopay_world import person_of
from tests.billing.bills import issued, line
from tests.billing.books import assert_books_add_up, charge, money, pay
from tests.billing.plans import agreed, offered, on

NEW_YEAR, TODAY, MARCH = date(2026, 1, 1), date(2026, 1, 5), date(2026, 3, 5)


@pytest.fixture(autouse=True)
def january(in_acme):
    with clock.held_at(datetime(2026, 1, 5, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def ada(cleo) -> User:
    return User.objects.create(username="ada", name="Ada Lindqvist", kind="member", role="owner")


@pytest.fixture
def cake(cleo):
    return charge(cleo, 1000, "Cake", due_on=NEW_YEAR)


@pytest.fixture
def rolls(cleo):
    return charge(cleo, 500, "Rolls", due_on=date(2026, 1, 2))


@pytest.fixture
def plan(cleo, ada, cake, rolls):
    """15.00 from 31 January on in four months: 3.75 each, of the cake first."""
    person = User.objects.create(username="cleo", name="Cleo van Dam", kind="customer")
    return agreed(cleo, offered(cleo, [cake, rolls], ada), person)


def late(ada, day: date) -> dict[str, bool]:
    """The charges that the list of what is overdue shows on a day, and whether each has the word beside it."""
    with on(day):
        return {
            row.description: row.is_overdue for row in charges(seen_by=ada, state="overdue", today=day).order_by("pk")
        }


def ages(day: date, of) -> list[int]:
    with on(day):
        return [age.due.minor for age in ageing_of(of.pk)]


def test_each_part_is_expected_on_its_own_day_and_one_that_was_paid_no_more(cleo, ada, plan):
    pay(cleo, 375)
    found = forecast(member=ada, today=TODAY, until=date(2026, 6, 30), known=habits(TODAY))

    assert [
        (coming.due_on, coming.day, coming.minor)
        for coming in sorted(found.comings, key=lambda one: (one.day, -one.minor))
    ] == [
        (date(2026, 2, 28), date(2026, 3, 7), 356),
        (date(2026, 3, 31), date(2026, 4, 7), 238),
        (date(2026, 3, 31), date(2026, 4, 7), 119),
        (date(2026, 4, 30), date(2026, 5, 7), 356),
    ]


def test_what_is_paid_in_parts_is_not_doubtful_because_it_is_old(cleo, ada, plan):
    with on(date(2026, 4, 20)):
        found = forecast(member=ada, today=date(2026, 4, 20), until=date(2026, 6, 30), known=habits(TODAY))

    assert (found.doubtful, len(found.comings)) == (0, 5)


def test_a_charge_is_listed_as_overdue_from_the_day_after_a_part(ada, plan):
    assert [late(ada, day) for day in (TODAY, date(2026, 1, 31), date(2026, 2, 1), date(2026, 4, 1))] == [
        {},
        {},
        {"Cake": True},
        {"Cake": True, "Rolls": True},
    ]


def test_once_the_plan_has_ended_everything_is_due_as_it_was(cleo, ada, plan):
    cancel_plan(contact_id=cleo.pk, plan_id=plan.pk, by=ada)

    assert (late(ada, TODAY), ages(TODAY, cleo)) == ({"Cake": True, "Rolls": True}, [0, 1500, 0, 0, 0])


def test_only_parts_whose_day_has_passed_are_overdue_in_the_figures(ada, plan):
    assert cash_figures(seen_by_member=ada).overdue == money(0)
    with on(MARCH):
        figures = cash_figures(seen_by_member=ada)

    assert (figures.owed, figures.overdue) == (money(1500), money(750))


def test_the_first_screen_of_the_portal_asks_for_the_part(cleo, plan):
    charge(cleo, 200, "Bun", due_on=date(2026, 2, 28))
    seen = {}
    for day in (TODAY, date(2026, 2, 1), MARCH):
        with on(day):
            standing = Standing.of(open_items(cleo.pk), balance_of(cleo.pk))
        asked = standing.next_due.minor if standing.next_due else 0
        seen[day] = (standing.owed.minor, standing.overdue.minor, standing.next_due_on, asked)

    assert seen == {
        TODAY: (1700, 0, date(2026, 1, 31), 375),
        date(2026, 2, 1): (1700, 375, date(2026, 2, 28), 575),
        MARCH: (1700, 950, date(2026, 3, 31), 375),
    }


def test_what_was_taken_off_the_account_stops_nobody_from_paying_the_parts_of_the_rest(cleo, plan, rolls):
    void_charge(charge_id=rolls.pk, reason="Never delivered")

    view = plan_of(cleo.pk, plan.pk)
    (part,) = chosen_parts(contact_id=cleo.pk, charge_ids=view.charge_ids, wanted=Instalment(view.payable))
    assert (part.charge.description, part.minor) == ("Cake", 375)


def test_of_what_a_bank_is_at_work_on_only_that_part_comes_soon(cleo, ada, plan, cake):
    attempt = PaymentAttempt.objects.create(
        contact=cleo, amount_minor=375, currency="EUR", state="processing", idempotency_key="a", expires_at=clock.now()
    )
    AttemptItem.objects.create(attempt=attempt, charge=cake, amount_minor=375)

    found = forecast(member=ada, today=TODAY, until=date(2026, 6, 30), known=habits(TODAY))

    assert sorted((coming.day, coming.minor) for coming in found.comings)[:2] == [
        (date(2026, 1, 9), 375),
        (date(2026, 3, 7), 356),
    ]


def test_each_part_has_its_own_age_for_the_contact_and_for_the_house(cleo, carl, ada, plan):
    charge(carl, 200, "Bun", due_on=date(2025, 12, 1))
    assert ages(TODAY, cleo) == [1500, 0, 0, 0, 0]
    assert ages(MARCH, cleo) == [750, 375, 375, 0, 0]
    with on(MARCH):
        (euros,) = ageing(ada)

    assert [(aged.name, [due.minor for due in aged.ages]) for aged in euros.contacts] == [
        ("Cleo van Dam", [750, 375, 375, 0, 0]),
        ("Carl Brandt", [0, 0, 0, 0, 200]),
    ]
    assert ([age.due.minor for age in euros.ages], euros.total) == ([750, 375, 375, 0, 200], money(1700))
    assert_books_add_up()


def test_an_invoice_is_overdue_when_a_part_of_what_stands_on_it_is(cleo, ada):
    person = User.objects.create(username="cleo", name="Cleo van Dam", kind="customer")
    invoice = issued(cleo, line(1000, "Cake"), due_on=TODAY)
    agreed(cleo, offered(cleo, list(invoice.charges.all()), ada), person)
    seen = []
    for day in (date(2026, 1, 31), date(2026, 2, 1)):
        with on(day):
            found = shown(Invoice.objects.get())
            listed = [row.is_overdue for row in invoices(seen_by=ada, state="overdue", today=day)]
            seen.append((found.due_on, found.is_overdue, listed))

    assert seen == [(date(2026, 1, 31), False, []), (date(2026, 1, 31), True, [True])]


def test_no_late_fee_is_charged_for_what_is_paid_in_parts(cleo, ada, plan):
    change_reminder_rules({"fee_kind": "flat", "fee_minor": 500, "fee_after_days": 10})
    assert fees_due(MARCH, [cleo.pk]) == []
    cancel_plan(contact_id=cleo.pk, plan_id=plan.pk, by=ada)

    assert [due.amount.minor for due in fees_due(MARCH, [cleo.pk])] == [500, 500]


def test_what_was_agreed_to_come_in_parts_says_nothing_of_how_late_somebody_pays(cleo, ada, cake, rolls):
    bun = charge(cleo, 300, "Bun", due_on=NEW_YEAR)
    person = User.objects.create(username="cleo", name="Cleo van Dam", kind="customer")
    agreed(cleo, offered(cleo, [cake, rolls, bun], ada), person)
    with on(MARCH):
        pay(cleo, 1800)

    assert (habits(MARCH).usual, habits(MARCH).own) == (TO_BEGIN_WITH, {})


def test_what_is_open_beyond_a_plan_is_due_as_its_charge_says_on_every_page(cleo, ada):
    cake = charge(cleo, 1000, "Cake", due_on=MARCH)
    paid = pay(cleo, 400)
    agreed(cleo, offered(cleo, [cake], ada, parts=3), person_of(cleo))
    give_back(paid.pk, draft=RefundDraft(amount=money(400), reason="Stale"))

    assert (late(ada, TODAY), late(ada, date(2026, 2, 1))) == ({}, {"Cake": True})
    for day, expected in ((TODAY, [1000, 0, 0, 0, 0]), (date(2026, 3, 6), [200, 600, 200, 0, 0])):
        assert ages(day, cleo) == expected
        with on(day):
            assert [age.minor for age in ageing(ada)[0].contacts[0].ages] == expected


@pytest.mark.parametrize("by_hand", [False, True])
def test_money_goes_to_the_part_that_is_due_although_an_invoice_has_moved_its_charge(cleo, plan, cake, by_hand):
    issue_invoice(save_draft(contact_id=cleo.pk, draft=InvoiceDraft(charge_ids=[cake.pk])).pk)
    wanted = Instalment(plan_of(cleo.pk, plan.pk).payable)
    parts = chosen_parts(contact_id=cleo.pk, charge_ids=plan_of(cleo.pk, plan.pk).charge_ids, wanted=wanted)
    pay(cleo, wanted.amount.minor, charge_ids=[] if by_hand else [part.charge.pk for part in parts])

    assert [part.left.minor for part in plan_of(cleo.pk, plan.pk).instalments] == [0, 375, 375, 375]


def test_what_is_open_beyond_a_plan_and_due_before_it_is_the_next_to_be_paid(cleo, ada, cake):
    paid = pay(cleo, 400)
    agreed(cleo, offered(cleo, [cake], ada, parts=3), person_of(cleo))
    give_back(paid.pk, draft=RefundDraft(amount=money(400), reason="Stale"))

    assert [(item.due_on, item.is_overdue, item.is_in_parts) for item in open_items(cleo.pk)] == [
        (NEW_YEAR, True, True)
    ]


def test_a_promise_is_of_the_parts_that_fall_due_by_its_day(cleo, ada, plan, cake):
    with on(date(2026, 2, 5)):
        promise_payment(contact_id=cleo.pk, charge_ids=[cake.pk], until=date(2026, 2, 10))
        found = forecast(member=ada, today=date(2026, 2, 5), until=date(2026, 6, 30), known=Habits(TO_BEGIN_WITH, {}))
        days = [(coming.due_on, coming.day) for coming in found.comings if coming.due_on <= date(2026, 2, 28)]
        assert days == [(date(2026, 1, 31), date(2026, 2, 10)), (date(2026, 2, 28), date(2026, 3, 7))]
        assert [judged.outcome for judged in promises_about(cake.pk)] == ["open"]
    with on(date(2026, 2, 11)):
        assert (broken_promises().count(), [judged.outcome for judged in promises_about(cake.pk)]) == (1, ["broken"])
        pay(cleo, 375, received_on=date(2026, 2, 9))
        assert (broken_promises().count(), [judged.outcome for judged in promises_about(cake.pk)]) == (0, ["kept"])


def test_money_that_is_for_nothing_in_particular_pays_what_is_late_before_parts_to_come(cleo, ada, plan):
    charge(cleo, 200, "Bun", due_on=date(2026, 1, 10))
    with on(date(2026, 2, 5)):
        pay(cleo, 400)  # the bun first, then of the part of 31 January
        assert [part.left.minor for part in plan_of(cleo.pk, plan.pk).instalments] == [175, 375, 375, 375]
        charge(cleo, 200, "Pie", due_on=date(2026, 2, 3))
        pay(cleo, 425)  # the rest of that part, the pie, and of the part of 28 February

    assert [part.left.minor for part in plan_of(cleo.pk, plan.pk).instalments] == [0, 325, 375, 375]
    assert_books_add_up()


def test_an_amount_over_several_items_and_a_transfer_are_for_what_is_due_first_too(cleo, ada, plan, cake):
    pie = charge(cleo, 200, "Pie", due_on=date(2026, 2, 3))
    both, amount = {"contact_id": cleo.pk, "charge_ids": [cake.pk, pie.pk]}, money(500)
    parts = chosen_parts(**both, wanted=amount)
    claim = TransferClaim(charge_ids=[cake.pk, pie.pk], amount=amount, sent_on=TODAY)
    notice = tell_of_transfer(contact_id=cleo.pk, claim=claim, customer=person_of(cleo))

    assert [(part.charge.description, part.minor) for part in parts] == [("Cake", 375), ("Pie", 125)]
    assert list(notice.items.order_by("pk").values_list("charge__description", "amount_minor")) == [
        ("Cake", 375),
        ("Pie", 125),
    ]
    with pytest.raises(MoreThanDue):
        chosen_parts(**both, wanted=money(1201))
