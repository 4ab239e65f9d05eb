"""Profit from a small book reckoned by hand, and from random books that must add up three ways."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection

from billing.gateway.protocol import Dispute as Found
from billing.models import Dispute, Payment
from billing.profit_files import parts_csv
from billing.profit_words import in_words
from billing.selectors.profit import WAYS, profit, rows_of, total_of
from billing.selectors.profit_parts import Kind
from billing.selectors.statements import Period
from billing.services.charges import ChargeDraft, add_charge, draft_of, void_charge
from billing.services.credits import CreditDraft, give_credit
from billing.services.expenses import ExpenseDraft, delete_expense, save_expense
from billing.services.products import ProductDraft, save_product
from billing.services.rates import set_rate
from billing.services.refunds import RefundDraft, give_back
from billing.services.reversals import note_dispute
from billing.services.write_offs import write_off
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.money import Money
from tests.billing.books import assert_books_add_up, charge, contact, money, pay

pytestmark = pytest.mark.usefixtures("in_acme")
ADA = User(kind="member", role="owner")
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture(autouse=True)
def _noon(in_acme):
    with clock.held_at(datetime(2026, 3, 20, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def rye() -> int:
    """Sold at 10.00 and 20 % tax on top; it costs 4.00."""
    draft = ProductDraft(name="Rye", price=money(1_000), tax_rate=Decimal(20), cost=money(400))
    return save_product(draft=draft).pk


def sold(of, product_id: int, quantity: int = 1):
    return add_charge(contact_id=of.pk, draft=draft_of(product_id, quantity=Decimal(quantity)))


def march(way: str = "product", period: Period = MARCH):
    return profit(period, way=way, member=ADA)


def sums(way: str = "product") -> dict[str, tuple[int, ...]]:
    """Charged, let go, cost, fees, expenses, profit of each group, in cents."""
    return {group.label: figures(group) for group in march(way).groups}


def figures(group) -> tuple[int, ...]:
    amounts = (group.charged, group.let_go, group.cost, group.fees, group.expenses, group.profit)
    return tuple(amount.minor for amount in amounts)


def with_fee(payment: Payment, minor: int, currency: str = "EUR") -> None:
    Payment.objects.filter(pk=payment.pk).update(fee_minor=minor, fee_currency=currency)


def test_a_small_book_by_hand(rye):
    cleo, carl = contact(), contact("Carl Brandt", "")
    sold(cleo, rye, 10)  # 100.00 and 20.00 tax, costs 40.00
    charge(carl, 5_000, "Advice")  # nobody's product, no cost
    with_fee(pay(cleo, 12_000), 250)
    save_expense(draft=ExpenseDraft(supplier="Mill", amount=money(1_230), tax=money(230), product_id=rye))
    save_expense(draft=ExpenseDraft(supplier="Taxi", amount=money(700), contact_id=carl.pk))
    save_expense(draft=ExpenseDraft(supplier="Landlord", amount=money(3_000)))
    gone = save_expense(draft=ExpenseDraft(supplier="Wrong", amount=money(9_999)))
    delete_expense(gone.pk)

    assert sums("product") == {
        "Rye": (10_000, 0, -4_000, -250, -1_000, 4_750),
        "Without a product": (5_000, 0, 0, 0, -700, 4_300),
        "Overhead": (0, 0, 0, 0, -3_000, -3_000),
    }
    assert sums("contact") == {
        "Cleo van Dam": (10_000, 0, -4_000, -250, 0, 5_750),
        "Carl Brandt": (5_000, 0, 0, 0, -700, 4_300),
        "Without a contact": (0, 0, 0, 0, -1_000, -1_000),
        "Overhead": (0, 0, 0, 0, -3_000, -3_000),
    }
    assert sums("month") == {"March 2026": (15_000, 0, -4_000, -250, -4_700, 6_050)}
    assert in_words(march()) == (
        "From 1 March 2026 to 31 March 2026 you earned €60.50 on €150.00 charged without tax, which is 40 %."
    )


def test_tax_is_never_profit_however_it_is_let_go(rye):
    cleo = contact()
    void_charge(charge_id=sold(cleo, rye).pk, reason="Wrong")  # 10.00 and its cost come back
    part = sold(cleo, rye, 10)
    write_off(charge_id=part.pk, reason="Gone", amount=money(6_000))  # half of 120.00: 50.00 without tax

    assert figures(march().total) == (11_000, -6_000, -4_000, 0, 0, 1_000)


def test_a_refund_lowers_profit_until_it_is_paid_again_and_never_twice(rye):
    cleo = contact()
    cake = sold(cleo, rye, 10)
    paid = pay(cleo, 12_000)
    before = figures(march().total)
    give_back(paid.pk, draft=RefundDraft(amount=money(3_000), reason="Stale"))
    given = figures(march().total)

    pay(cleo, 3_000)
    again = figures(march().total)
    give_back(paid.pk, draft=RefundDraft(amount=money(9_000), reason="All stale"))
    void_charge(charge_id=cake.pk, reason="All stale")

    assert before == again == (10_000, 0, -4_000, 0, 0, 6_000)
    assert given == (10_000, -2_500, -4_000, 0, 0, 3_500)
    assert figures(march().total) == (10_000, -10_000, 0, 0, 0, 0)


def test_what_stripe_keeps_for_a_dispute_is_a_cost_of_what_the_payment_had_paid_for(rye):
    cleo = contact()
    sold(cleo, rye, 10)  # 120.00 with tax
    charge(cleo, 6_000, "Advice")
    lost, won = pay(cleo, 18_000), pay(cleo, 100)
    for number, (payment, fee) in enumerate([(lost, 2_000), (won, 0)]):
        taken = {"minor": payment.amount_minor, "is_withdrawn": True, "is_reinstated": not fee}
        note_dispute(payment, Found(id=f"dp_{number}", intent="", **taken))
        Dispute.objects.create(
            contact=cleo, payment=payment, stripe_dispute=f"dp_{number}", amount_minor=100, currency="EUR",
            state="won" if not fee else "lost", opened_at=clock.now(),
            fee_minor=fee, fee_currency="EUR", fee_on=date(2026, 3, 31),
        )  # fmt: skip

    assert {group.label: group.fees.minor for group in march().groups} == {"Rye": -1_333, "Without a product": -667}
    assert sums("contact")["Cleo van Dam"][3] == sums("month")["March 2026"][3] == -2_000
    fees = [part for part in rows_of(MARCH, way="month", key="2026-03", member=ADA) if part.kind == Kind.FEE]
    assert {part.text for part in fees} == {"Dispute of R-00001"}
    assert "Stripe fee,Dispute of R-00001,EUR,-13.33" in parts_csv(fees)
    assert march(period=Period(date(2026, 4, 1), date(2026, 4, 30))).groups == []


def test_credit_that_is_given_is_let_go_and_taken_from_no_product():
    cleo = contact()
    charge(cleo, 5_000)
    give_credit(cleo.pk, draft=CreditDraft(amount=money(500), reason="Sorry", tell=False))

    assert sums("contact")["Cleo van Dam"] == (5_000, -500, 0, 0, 0, 4_500)


def test_a_fee_is_split_over_what_its_payment_paid_for_to_the_cent(rye):
    cleo = contact()
    sold(cleo, rye)  # 12.00
    charge(cleo, 600, "Advice")
    with_fee(pay(cleo, 2_000), 101)  # 12.00 for Rye, 6.00 for advice, 2.00 for nothing yet

    fees = {group.label: group.fees.minor for group in march().groups}

    # 60.6 and 40.4: the larger remainder takes the cent
    assert fees == {"Rye": -61, "Without a product": -40}


def test_other_currencies_count_at_the_rate_of_their_day_and_nothing_without_one(rye):
    set_rate(currency="USD", rate=Decimal("0.9"), valid_from=date(2026, 1, 1))
    cleo = contact()
    draft = ChargeDraft(description="Cake", unit_price=Money(1_001, "USD"), cost=Money(500, "USD"))
    add_charge(contact_id=cleo.pk, draft=draft)
    set_rate(currency="USD", rate=Decimal("0.5"), valid_from=date(2026, 3, 21))
    save_expense(draft=ExpenseDraft(supplier="Mill", amount=Money(9_900, "GBP")))
    with_fee(pay(cleo, 100), 30, "CHF")

    found = march()

    # 9.009 rounds to 9.01, 4.50 stays
    assert figures(found.total) == (901, 0, -450, 0, 0, 451)
    assert found.apart == [Money(-30, "CHF"), Money(-9_900, "GBP")]


def test_what_happened_outside_of_the_period_is_not_in_it(rye):
    cleo = contact()
    charge(cleo, 1_000, charged_on=date(2026, 2, 28), due_on=date(2026, 3, 9))
    charge(cleo, 2_000, charged_on=date(2026, 3, 1))
    save_expense(draft=ExpenseDraft(supplier="Mill", amount=money(300), spent_on=date(2026, 4, 1)))

    assert figures(march().total)[-1] == 2_000
    months = profit(Period(date(2026, 2, 1), date(2026, 4, 30)), way="month", member=ADA).groups
    assert [(group.label, group.profit.minor) for group in months] == [
        ("February 2026", 1_000),
        ("March 2026", 2_000),
        ("April 2026", -300),
    ]


@pytest.mark.parametrize("seed", range(6))
def test_random_books_add_up_to_the_same_by_product_contact_and_month(seed):
    _live(random.Random(seed))
    assert_books_add_up()
    period = Period(date(2026, 1, 1), date(2026, 12, 31))

    found = [profit(period, way=way, member=ADA) for way in WAYS]

    totals = {figures(one.total) for one in found}
    assert len(totals) == 1
    for one in found:
        assert sum(group.profit.minor for group in one.groups) == one.total.profit.minor
        for group in one.groups:
            rows = rows_of(period, way=one.way, key=group.key, member=ADA)
            assert figures(total_of(rows)) == figures(group)
    assert found[0].total.of(Kind.CHARGED).minor == _charged_by_sql()
    assert found[0].total.of(Kind.EXPENSE).minor == -_spent_by_sql()


def _live(die: random.Random) -> None:
    people = [contact(f"Contact {number}", "") for number in range(3)]
    products = [
        save_product(
            draft=ProductDraft(
                name=f"Product {number}",
                price=money(die.randrange(100, 9_999)),
                tax_rate=Decimal(die.choice([0, 6, 23])),
                tax_inclusive=die.random() < 0.5,
                cost=die.choice([None, money(die.randrange(1, 5_000))]),
            )
        ).pk
        for number in range(3)
    ]
    for _ in range(40):
        _act(die, die.choice(people), products)


def _act(die: random.Random, who, products: list[int]) -> None:
    what = die.randrange(7)
    if what <= 2:
        made = sold(who, die.choice(products), die.randrange(1, 5))
        if die.random() < 0.3:
            amount = money(die.randrange(1, made.amount_minor))
            write_off(charge_id=made.pk, reason="Gone", amount=amount) if _is_open(made, amount) else None
        elif die.random() < 0.2:
            void_charge(charge_id=made.pk, reason="Wrong")
    elif what <= 4:
        paid = pay(who, die.randrange(50, 20_000), received_on=date(2026, die.randrange(1, 4), 5), send_receipt=False)
        with_fee(paid, die.randrange(0, 400))
        if die.random() < 0.4:
            back = RefundDraft(amount=money(die.randrange(1, paid.amount_minor + 1)), reason="Back")
            give_back(paid.pk, draft=back)
    elif what == 5:
        give_credit(who.pk, draft=CreditDraft(amount=money(die.randrange(1, 900)), reason="Sorry", tell=False))
    else:
        _spend(die, who, products)


def _is_open(made, amount: Money) -> bool:
    return made.entries.get(kind="charge").open_minor >= amount.minor


def _spend(die: random.Random, who, products: list[int]) -> None:
    draft = ExpenseDraft(
        supplier="Mill",
        amount=money(die.randrange(100, 9_000)),
        tax=die.choice([None, money(50)]),
        spent_on=date(2026, die.randrange(1, 12), 9),
        product_id=die.choice([None, *products]),
        contact_id=die.choice([None, who.pk]),
    )
    save_expense(draft=draft)


def _charged_by_sql() -> int:
    return _one("SELECT coalesce(sum(net_minor), 0) FROM billing_charge")


def _spent_by_sql() -> int:
    return _one("SELECT coalesce(sum(amount_minor - tax_minor), 0) FROM billing_expense WHERE deleted_at IS NULL")


def _one(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
