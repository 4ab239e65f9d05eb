"""Deposits, parts within limits, and credit that was used: what is paid is worked out by the server."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing.errors.paying import DepositTooLarge, NoDepositAsked, PartsNotAccepted, PartTooSmall
from billing.models import Allocation, PayingRules, PaymentAttempt
from billing.selectors.accounts import open_items
from billing.selectors.payable import payables_of
from billing.selectors.paying import credit_used, paying_rules
from billing.services.attempts import refresh_attempt
from billing.services.paying import PayingChange, change_paying
from billing.services.shares import Share, chosen_parts
from tenants.accounts.models import User
from tenants.activity.models import Activity
from tenants.kernel import clock
from tests.billing.books import assert_books_add_up, charge, due, money, pay
from tests.billing.plans import agreed, offered
from tests.billing.stripe_world import checkout

THIRD = {"deposit_kind": "percent", "deposit_percent": Decimal(30)}


def change(**asked) -> PayingRules:
    nothing = money(0)
    usual = PayingChange(
        allows_part=True,
        least=nothing,
        deposit_kind="none",
        deposit_percent=Decimal(30),
        deposit=nothing,
        deposit_above=nothing,
    )
    return change_paying(replace(usual, **asked))


def paid_parts(attempt) -> dict[str, int]:
    return {item.charge.description: item.amount_minor for item in attempt.items.select_related("charge")}


@pytest.mark.parametrize(
    ("rules", "minor", "deposit"),
    [
        ({}, 10_000, 0),
        (THIRD, 10_000, 3000),
        (THIRD, 1005, 302),
        (THIRD, 1, 0),
        ({**THIRD, "deposit_percent": Decimal("99.99")}, 1, 0),
        ({"deposit_kind": "amount", "deposit": 2500}, 10_000, 2500),
        ({"deposit_kind": "amount", "deposit": 2500}, 2500, 0),
    ],
)
def test_a_charge_asks_for_the_deposit_that_the_rules_say(cleo, rules, minor, deposit):
    change(**{name: money(value) if name == "deposit" else value for name, value in rules.items()})

    assert charge(cleo, minor).deposit_minor == deposit


def test_small_charges_are_paid_whole(cleo):
    change(**THIRD, deposit_above=money(5000))

    assert [charge(cleo, minor).deposit_minor for minor in (5000, 5001)] == [0, 1500]


def test_a_charge_may_say_its_own_deposit_and_keeps_it(cleo):
    own = charge(cleo, 10_000, deposit=money(1234))
    change(**THIRD)
    none = charge(cleo, 10_000, deposit=money(0))

    own.refresh_from_db()
    assert (own.deposit_minor, none.deposit_minor) == (1234, 0)


def test_a_deposit_of_the_whole_is_refused(cleo):
    with pytest.raises(DepositTooLarge):
        charge(cleo, 10_000, deposit=money(10_000))

    assert due(cleo) == {}


def test_deposits_are_paid_each_on_its_own_charge(stripe, cleo):
    change(**THIRD)
    cake = charge(cleo, 10_000, "Cake", due_on=date(2026, 1, 1))
    bread = charge(cleo, 2000, "Bread", due_on=date(2026, 2, 1))
    plain = charge(cleo, 500, "Rolls", deposit=money(0))

    attempt = checkout(cleo, cake, bread, plain, amount=Share.DEPOSIT)
    stripe.pay(attempt)
    refresh_attempt(attempt.pk)

    assert paid_parts(attempt) == {"Cake": 3000, "Bread": 600}
    assert due(cleo) == {"Cake": 7000, "Bread": 1400, "Rolls": 500}
    assert [item.deposit.minor for item in open_items(cleo.pk)] == [0, 0, 0]
    assert_books_add_up()


def test_what_was_paid_counts_towards_the_deposit(stripe, cleo):
    change(**THIRD)
    cake = charge(cleo, 10_000, "Cake")
    pay(cleo, 1000)

    assert paid_parts(checkout(cleo, cake, amount=Share.DEPOSIT)) == {"Cake": 2000}


def test_a_deposit_that_nobody_asks_for_cannot_be_paid(stripe, cleo):
    with pytest.raises(NoDepositAsked):
        checkout(cleo, charge(cleo, 10_000), amount=Share.DEPOSIT)

    assert not PaymentAttempt.objects.exists()


def test_parts_are_refused_where_the_business_takes_none(stripe, cleo):
    change(allows_part=False)
    cake = charge(cleo, 10_000)

    with pytest.raises(PartsNotAccepted, match=r"€100\.00"):
        checkout(cleo, cake, amount=money(9999))

    assert checkout(cleo, cake, amount=money(10_000)).amount_minor == 10_000


def test_a_part_below_the_smallest_is_refused_and_the_last_rest_is_not(stripe, cleo):
    change(least=money(2000))
    cake, crumb = charge(cleo, 10_000, "Cake"), charge(cleo, 150, "Crumb")

    with pytest.raises(PartTooSmall, match=r"€20\.00"):
        checkout(cleo, cake, amount=money(1999))

    assert checkout(cleo, cake, amount=money(2000)).amount_minor == 2000
    assert checkout(cleo, crumb, amount=money(150)).amount_minor == 150


def test_credit_is_used_first_and_named(cleo):
    pay(cleo, 1200)
    cake = charge(cleo, 10_000, "Cake")
    pay(cleo, 300)

    assert (due(cleo), credit_used(cleo.pk)) == ({"Cake": 8500}, {cake.pk: money(1200)})
    assert Allocation.objects.count() == 2


def test_the_same_rules_again_are_no_news(in_acme):
    change(**THIRD)
    change(**THIRD)

    assert Activity.objects.filter(verb="paying.changed").count() == 1
    assert paying_rules().deposit_percent == 30


def test_what_is_paid_in_parts_asks_for_no_deposit_besides(cleo):
    cake, tart = (charge(cleo, 1000, name, deposit=money(300)) for name in ("Cake", "Tart"))
    ada = User.objects.create(username="ada", name="Ada Lindqvist", kind="member", role="owner")
    person = User.objects.create(username="cleo", name="Cleo van Dam", kind="customer")
    week = clock.today("UTC") + timedelta(days=7)
    agreed(cleo, offered(cleo, [cake], ada, first_on=week), person)

    assert {one.description: one.due_on for one in payables_of(cleo.pk, ["EUR"])}["Cake"] == week
    assert [(item.description, item.deposit.minor) for item in open_items(cleo.pk)] == [("Tart", 300), ("Cake", 0)]
    parts = chosen_parts(contact_id=cleo.pk, charge_ids=[cake.pk, tart.pk], wanted=Share.DEPOSIT)
    assert [(part.charge, part.minor) for part in parts] == [(tart, 300)]
    with pytest.raises(NoDepositAsked):
        chosen_parts(contact_id=cleo.pk, charge_ids=[cake.pk], wanted=Share.DEPOSIT)
