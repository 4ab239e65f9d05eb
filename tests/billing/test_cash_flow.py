"""The forecast from a small book reckoned by hand, and what the page says of it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.cash_words import outlook, what_if
from billing.models import ChargeQuery, Dispute, Payment, Payout, Promise
from billing.recurrence import Rhythm
from billing.selectors.cash_figures import cash_figures
from billing.selectors.cash_flow import Ahead, Week, lowest, shortest, weeks_ahead
from billing.selectors.forecast import Coming, expected_on, paid_later
from billing.selectors.habits import TO_BEGIN_WITH, Habit, habits
from billing.selectors.outlook import outlook_of
from billing.selectors.totals import totals
from billing.services.bank_balance import set_bank_balance
from billing.services.charges import void_charge
from billing.services.expense_rules import repeat_expense
from billing.services.expenses import ExpenseDraft, save_expense
from billing.services.refunds import RefundDraft, give_back
from billing.services.schedules import ScheduleDraft, start_schedule
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.money import Money
from tests.billing.books import charge, contact, money, pay

pytestmark = pytest.mark.usefixtures("in_acme")
TODAY = date(2026, 3, 4)  # a Wednesday
MONDAY = date(2026, 3, 2)
ADA = User(kind="member", role="owner")


@pytest.fixture(autouse=True)
def _noon(in_acme):
    with clock.held_at(datetime(2026, 3, 4, 12, tzinfo=UTC)):
        yield


def settled(of, minor: int, due_on: date, days_late: int) -> None:
    charge(of, minor, charged_on=due_on - timedelta(days=14), due_on=due_on)
    pay(of, minor, received_on=due_on + timedelta(days=days_late), send_receipt=False)


def seen(**asked):
    return outlook_of(member=ADA, today=TODAY, **asked)


def moved(weeks: list[Week]) -> list[tuple[int, int]]:
    return [(week.came_in, week.went_out) for week in weeks]


def test_a_new_customer_of_a_new_business_is_expected_a_week_late_and_nearly_whole():
    cleo = contact()
    charge(cleo, 10_000, due_on=date(2026, 3, 10))

    (coming,) = seen().comings

    assert (coming.day, coming.minor) == (date(2026, 3, 17), 9_500)
    assert habits(TODAY).usual == TO_BEGIN_WITH


def test_a_habit_is_the_middle_of_how_late_they_paid_and_the_share_of_what_they_paid():
    cleo = contact()
    for number, late in enumerate([2, 12, 40]):
        settled(cleo, 10_000, date(2025, 10 + number // 3, 1 + number), late)
    charge(cleo, 10_000, due_on=date(2025, 12, 1), charged_on=date(2025, 11, 20))

    known = habits(TODAY)

    # Days late 2, 12, 40; paid 1 + 1 + 1 + 0 of four: the last is over 60 days late and unpaid.
    assert known.of(cleo.pk) == Habit(12, Decimal("0.75"), is_own=True)
    assert known.of(None) == Habit(12, Decimal("0.75"))


def test_what_was_voided_says_nothing_of_a_customer():
    cleo = contact()
    for day in (1, 2, 3):
        settled(cleo, 10_000, date(2025, 11, day), 5)
    wrong = charge(cleo, 99_000, due_on=date(2025, 11, 9), charged_on=date(2025, 11, 1))
    void_charge(charge_id=wrong.pk, reason="Wrong address")

    assert habits(TODAY).of(cleo.pk) == Habit(5, Decimal(1), is_own=True)


@pytest.mark.parametrize(
    ("due_on", "late", "expected"),
    [
        (date(2026, 3, 10), 12, date(2026, 3, 22)),
        (date(2026, 3, 10), -8, date(2026, 3, 18)),  # it would have come by now: in two weeks
        (date(2026, 2, 26), 12, date(2026, 3, 10)),
        (date(2026, 1, 5), 12, date(2026, 3, 18)),
        (date.max, 12, date.max),
    ],
)
def test_what_is_later_than_usual_already_is_expected_in_two_weeks(due_on, late, expected):
    assert expected_on(due_on, late, TODAY) == expected


def test_a_small_book_by_hand_week_by_week():
    cleo, carl = contact(), contact("Harbour Hotel", "")
    for day in (1, 2, 3):
        settled(carl, 10_000, date(2025, 11, day), 12)
    charge(cleo, 20_000, due_on=date(2026, 3, 9))  # 12 days late as everybody here, all of it: 21 March
    charge(carl, 150_000, due_on=date(2026, 3, 20))  # 1 April
    save_expense(draft=ExpenseDraft(supplier="Mill", amount=money(5_000), due_on=date(2026, 2, 20)))  # late: today
    save_expense(draft=ExpenseDraft(supplier="Van", amount=money(300), paid_on=date(2026, 3, 11)))  # to come
    rent = ExpenseDraft(supplier="Quay 7", amount=money(90_000), category="Rent", spent_on=MONDAY, paid_on=MONDAY)
    repeat_expense(draft=rent, interval="month", until=date(2026, 4, 30))
    set_bank_balance(balance=money(100_000))
    Payout.objects.create(
        stripe_payout="po_1", amount_minor=7_000, currency="EUR", state="in_transit", arrives_on=date(2026, 3, 6)
    )

    found = seen()

    assert moved(found.plain)[:6] == [(0, 5_000), (0, 300), (20_000, 0), (0, 0), (150_000, 90_000), (0, 0)]
    assert [week.balance for week in found.plain][:5] == [102_000, 101_700, 121_700, 121_700, 181_700]
    assert [week.went_out for week in found.past][-1] == 0
    sentence = outlook(found.plain, found.comings, found.names)
    assert sentence.startswith("Most weeks you will have more coming in than going out.")
    assert "The week of 2 March is short by €50.00, because Mill is due." in sentence
    assert "The least that is left in the bank is €1,017.00, in the week of 9 March." in sentence


def test_the_hardest_week_names_its_bill_and_whose_lateness_it_is():
    hotel = Coming(day=date(2026, 3, 24), minor=124_000, due_on=date(2026, 3, 12), contact_id=7, days_late=12)
    rent = Coming(day=date(2026, 3, 14), minor=-124_000, due_on=date(2026, 3, 14), what="rent")
    weeks = weeks_ahead([hotel, rent], Ahead(TODAY))

    said = outlook(weeks, [hotel, rent], {7: "Harbour Hotel"})

    assert said == (
        "Most weeks you will have more coming in than going out. The week of 9 March is short by €1,240.00, "
        "because rent is due and Harbour Hotel usually pays 12 days late."
    )


def test_money_that_runs_out_is_said_with_its_week():
    weeks = weeks_ahead([Coming(day=date(2026, 3, 14), minor=-5_000, due_on=TODAY, what="Rent")], Ahead(TODAY, 2_000))

    assert "Money runs out in the week of 9 March; at worst it is -€30.00" in outlook(weeks, [], {})


def test_if_some_pay_later_their_items_alone_move_and_the_sentence_changes():
    ours = Coming(day=date(2026, 3, 10), minor=3_000, due_on=date(2026, 3, 1), contact_id=1)
    theirs = Coming(day=date(2026, 3, 10), minor=4_000, due_on=date(2026, 3, 1), contact_id=2)
    bill = Coming(day=date(2026, 3, 11), minor=-6_000, due_on=date(2026, 3, 11), what="Rent")
    before = weeks_ahead([ours, theirs, bill], Ahead(TODAY))
    after = weeks_ahead(paid_later([ours, theirs, bill], contact_ids=[2], weeks=3), Ahead(TODAY))

    assert moved(before)[1] == (7_000, 6_000)
    assert moved(after)[1:5] == [(3_000, 6_000), (0, 0), (0, 0), (4_000, 0)]
    assert shortest(before) is None
    assert what_if(before, after, who=["Carl"], weeks=3) == (
        "If Carl pays 3 weeks later, the week of 9 March is short by €30.00; without it no week is."
    )
    assert what_if(after, after, who=["Carl"], weeks=3).endswith("9 March stays the hardest, short by €30.00.")


def test_the_sentence_is_of_the_weeks_as_they_are_shown():
    cleo, blank = contact(), seen()
    assert (blank.is_blank, outlook(blank.shown, blank.comings, blank.names)) == (
        True,
        "Nothing is expected to come in or to go out in the next 13 weeks.",
    )
    charge(cleo, 100_000, due_on=date(2026, 3, 9))  # 95 % of it on 16 March
    save_expense(draft=ExpenseDraft(supplier="Mill", amount=money(90_000), due_on=date(2026, 3, 18)))

    def said(**asked) -> str:
        found = seen(**asked)
        return outlook(found.shown, found.comings, found.names)

    assert not seen().is_blank
    assert said() == "In each of the next 13 weeks at least as much comes in as goes out."
    assert said(late=[cleo.pk], weeks=2) == (
        "Most weeks you will have more coming in than going out. The week of 16 March is short by €900.00, "
        "because Mill is due and Cleo van Dam usually pays 7 days late."
    )


def test_over_90_days_late_is_doubtful_and_what_has_no_rate_stays_apart():
    cleo = contact()
    charge(cleo, 4_000, due_on=date(2025, 11, 1), charged_on=date(2025, 11, 1))
    save_expense(draft=ExpenseDraft(supplier="Mill", amount=Money(6_000, "USD")))

    found = seen()

    assert found.doubtful == money(4_000)
    assert found.apart == [Money(6_000, "USD")]
    assert found.comings == []


def test_what_schedules_will_charge_is_expected_as_late_as_its_customer_pays():
    cleo = contact()
    monthly = Rhythm(starts_on=date(2026, 3, 9), count=1, unit="month", anchor_day=9)
    terms = ScheduleDraft(description="Bread", unit_price=money(10_000), rhythm=monthly)
    start_schedule(contact_id=cleo.pk, draft=terms)

    expected = [(coming.due_on, coming.day, coming.minor) for coming in seen().comings]

    assert expected == [
        (date(2026, 3, 9), date(2026, 3, 16), 9_500),
        (date(2026, 4, 9), date(2026, 4, 16), 9_500),
        (date(2026, 5, 9), date(2026, 5, 16), 9_500),
    ]


def test_a_promise_is_expected_on_its_day_and_what_is_not_recognised_not_at_all():
    cleo = contact()
    promised, strange = (charge(cleo, 1_000, due_on=date(2026, 3, 1)) for _ in range(2))
    Promise.objects.create(contact=cleo, charge=promised, until=date(2026, 3, 27), amount_minor=1_000, currency="EUR")
    ChargeQuery.objects.create(contact=cleo, charge=strange, why="What is it?")

    found = seen()

    assert [(coming.day, coming.minor) for coming in found.comings] == [(date(2026, 3, 27), 950)]
    assert found.doubtful == money(1_000)


def test_the_figures_of_the_month_by_hand():
    cleo = contact()
    charge(cleo, 50_000, due_on=date(2026, 2, 20), charged_on=date(2026, 2, 1))
    pay(cleo, 10_000, received_on=date(2026, 2, 3), send_receipt=False)
    pay(cleo, 5_000, received_on=date(2026, 2, 10), send_receipt=False)  # after this day of last month
    paid = pay(cleo, 8_000, received_on=date(2026, 3, 2), send_receipt=False)
    give_back(paid.pk, draft=RefundDraft(amount=money(1_500), reason="Stale"))
    save_expense(draft=ExpenseDraft(supplier="Mill", amount=money(3_000), paid_on=TODAY))
    save_expense(draft=ExpenseDraft(supplier="Van", amount=money(4_000), due_on=date(2026, 4, 1)))

    figures = cash_figures(seen_by_member=ADA)

    assert (figures.received, figures.received_before) == (money(6_500), money(10_000))
    home = totals(seen_by=ADA)
    assert (home.received_this_month, home.given_back_this_month) == (figures.received, money(1_500))
    assert home.payments_this_month == 1
    assert (figures.owed, figures.overdue) == (money(28_500), money(28_500))
    assert (figures.spent, figures.unpaid_bills) == (money(7_000), money(4_000))


def test_the_weeks_before_hold_what_came_what_went_back_what_was_spent_and_what_stripe_kept():
    cleo = contact()
    charge(cleo, 50_000, due_on=date(2026, 2, 20), charged_on=date(2026, 2, 1))
    paid = pay(cleo, 20_000, received_on=date(2026, 2, 25), send_receipt=False)
    Payment.objects.filter(pk=paid.pk).update(fee_minor=310, fee_currency="EUR")
    with clock.held_at(datetime(2026, 2, 27, 12, tzinfo=UTC)):
        give_back(paid.pk, draft=RefundDraft(amount=money(4_000), reason="Stale"))
    save_expense(draft=ExpenseDraft(supplier="Mill", amount=money(1_000), paid_on=date(2026, 2, 23)))
    Dispute.objects.create(
        contact=cleo, payment=paid, stripe_dispute="dp_1", amount_minor=100, currency="EUR", opened_at=clock.now(),
        fee_minor=2_000, fee_currency="EUR", fee_on=date(2026, 2, 26),
    )  # fmt: skip

    last = seen().past[-1]

    assert (last.starts_on, last.came_in, last.went_out) == (date(2026, 2, 23), 16_000, 3_310)


def test_the_number_of_queries_does_not_grow_with_the_books():
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            seen()
        return len(queries)

    one = contact()
    charge(one, 1_000, due_on=date(2026, 3, 9))
    few = asked()
    for number in range(30):
        other = contact(f"Contact {number}", "")
        charge(other, 1_000, due_on=date(2026, 3, 9))
        save_expense(draft=ExpenseDraft(supplier="Mill", amount=money(100), due_on=date(2026, 4, 1)))

    assert asked() == few <= 18


def test_the_lowest_week_is_the_first_of_the_lowest():
    weeks = [
        Week(starts_on=MONDAY + timedelta(weeks=number), balance=balance) for number, balance in enumerate([5, 1, 1])
    ]

    assert lowest(weeks) == weeks[1]
