"""Promises to pay: within the business's limits, and kept or broken as the ledger says."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from billing.errors import (
    NoSuchCharge,
    NothingChosen,
    NothingDue,
    PromisesNotTaken,
    PromiseTooFar,
    PromiseTooOften,
    PromiseTooSmall,
)
from billing.models import Promise
from billing.selectors.promises import broken_promises, promised_until, promises_about, promises_open
from billing.services.promises import end_promise, promise_payment
from billing.services.refunds import RefundDraft, give_back
from billing.services.reminder_rules import change_reminder_rules
from tenants.accounts.models import User
from tenants.kernel import clock
from tests.billing.books import charge, due, money, pay

LISBON = ZoneInfo("Europe/Lisbon")
MONDAY = date(2026, 3, 2)


def at(day: date, hour=10):
    return clock.held_at(datetime(day.year, day.month, day.day, hour, tzinfo=LISBON))


@pytest.fixture(autouse=True)
def _monday(in_acme):
    with at(MONDAY):
        yield


@pytest.fixture
def ada(in_acme) -> User:
    return User.objects.create(username="ada", name="Ada Lindqvist", kind="member", role="owner")


def promise(contact, *charges, days=7) -> list[Promise]:
    until = clock.today("Europe/Lisbon") + timedelta(days=days)
    return promise_payment(contact_id=contact.pk, charge_ids=[one.pk for one in charges], until=until)


def outcomes(of) -> list[str]:
    return [str(judged.outcome) for judged in promises_about(of.pk)]


def test_a_promise_names_the_charge_the_day_and_what_is_due_of_it(cleo, carl):
    cake, bread = charge(cleo, 4500, "Cake", due_on=MONDAY), charge(cleo, 640, "Bread")
    pay(cleo, 500, charge_ids=[cake.pk])
    promise(carl, charge(carl, 100), days=3)

    promise(cleo, cake)

    assert promised_until([cleo.pk]) == {cake.pk: date(2026, 3, 9)}
    assert [(open_.contact_id, open_.amount.minor, open_.day) for open_ in promises_open()] == [
        (carl.pk, 100, date(2026, 3, 5)),
        (cleo.pk, 4000, date(2026, 3, 9)),
    ]
    assert due(cleo) == {"Cake": 4000, "Bread": 640}
    cake.refresh_from_db()
    assert (cake.due_on, bread.pk in promised_until()) == (MONDAY, False)


def test_a_promise_counts_until_the_end_of_its_day_where_the_business_is(cleo):
    cake = charge(cleo, 4500)
    promise(cleo, cake)

    with at(date(2026, 3, 9), hour=23):
        assert (promised_until(), outcomes(cake)) == ({cake.pk: date(2026, 3, 9)}, ["open"])
    with at(date(2026, 3, 10), hour=0):
        assert (promised_until(), promises_open(), outcomes(cake)) == ({}, [], ["broken"])
        assert [broken.charge_id for broken in broken_promises()] == [cake.pk]


def test_what_is_paid_in_time_is_kept_and_later_is_late(cleo):
    kept, late = charge(cleo, 100, "Kept"), charge(cleo, 200, "Late")
    promise(cleo, kept, late)

    with at(date(2026, 3, 9)):
        pay(cleo, 100, charge_ids=[kept.pk])
    with at(date(2026, 3, 10)):
        pay(cleo, 200)

        assert (outcomes(kept), outcomes(late)) == (["kept"], ["late"])
        assert not broken_promises().exists()


@pytest.mark.parametrize(("given_back", "day", "outcome"), [(4000, 12, "kept"), (10, 12, "kept"), (10, 9, "broken")])
def test_a_promise_that_was_kept_stays_kept_when_money_goes_back_later(cleo, ada, given_back, day, outcome):
    cake = charge(cleo, 4500)
    promise(cleo, cake)
    with at(date(2026, 3, 8)):
        paid = pay(cleo, 4000)
        pay(cleo, 500)
    with at(date(2026, 3, day)):
        give_back(paid.pk, draft=RefundDraft(amount=money(given_back), reason="Too dry"), by=ada)

    with at(date(2026, 3, 13)):
        assert (due(cleo), outcomes(cake)) == ({"Sourdough": given_back}, [outcome])
        assert broken_promises().exists() == (outcome == "broken")


def test_what_is_left_of_a_payment_in_time_does_not_count_twice(cleo, ada):
    cake = charge(cleo, 4500)
    promise(cleo, cake)
    paid = pay(cleo, 4000)
    with at(date(2026, 3, 12)):
        give_back(paid.pk, draft=RefundDraft(amount=money(100), reason="Too dry"), by=ada)

        assert (due(cleo), outcomes(cake)) == ({"Sourdough": 600}, ["broken"])


def test_part_of_it_is_not_all_of_it(cleo):
    cake = charge(cleo, 4500)
    promise(cleo, cake)
    pay(cleo, 4499)

    with at(date(2026, 3, 10)):
        assert outcomes(cake) == ["broken"]


@pytest.mark.parametrize(("days", "is_taken"), [(-1, False), (0, True), (14, True), (15, False)])
def test_a_day_lies_within_the_limits(cleo, days, is_taken):
    cake = charge(cleo, 4500)

    if is_taken:
        promise(cleo, cake, days=days)
    else:
        with pytest.raises(PromiseTooFar, match="from 2 March 2026 to 16 March 2026"):
            promise(cleo, cake, days=days)
    assert Promise.objects.count() == is_taken


def test_a_charge_is_promised_so_often_and_again_a_year_later(cleo):
    cake = charge(cleo, 4500)
    promise(cleo, cake, days=1)
    promise(cleo, cake, days=2)
    promise(cleo, cake, days=2)

    with pytest.raises(PromiseTooOften):
        promise(cleo, cake, days=3)
    assert outcomes(cake) == ["open", "ended"]

    with at(MONDAY + timedelta(days=366)):
        promise(cleo, cake, days=3)
        assert outcomes(cake) == ["open", "ended", "ended"]


def test_a_small_sum_is_paid_and_not_promised(cleo):
    change_reminder_rules({"promise_least_minor": 1000})
    small, large = charge(cleo, 400), charge(cleo, 600)

    with pytest.raises(PromiseTooSmall, match="from €10"):
        promise(cleo, small)
    assert not Promise.objects.exists()

    promise(cleo, small, large)
    assert len(promised_until()) == 2


def test_a_business_that_takes_none_takes_none(cleo):
    change_reminder_rules({"takes_promises": False})

    with pytest.raises(PromisesNotTaken):
        promise(cleo, charge(cleo, 4500))
    assert not Promise.objects.exists()


def test_anothers_charge_nothing_and_what_is_paid_cannot_be_promised(cleo, carl):
    mine, theirs, paid = charge(cleo, 100), charge(carl, 100), charge(cleo, 200, "Paid")
    pay(cleo, 200, charge_ids=[paid.pk])

    with pytest.raises(NoSuchCharge):
        promise(cleo, mine, theirs)
    with pytest.raises(NothingChosen):
        promise(cleo)
    with pytest.raises(NothingDue):
        promise(cleo, paid)
    assert not Promise.objects.exists()


def test_the_database_lets_one_promise_stand(cleo):
    cake = charge(cleo, 4500)
    promise(cleo, cake)

    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.create(charge=cake, contact=cleo, amount_minor=1, currency="EUR", until=MONDAY)


def test_the_team_ends_a_promise(cleo):
    cake = charge(cleo, 4500)
    (made,) = promise(cleo, cake)

    end_promise(promise_id=made.pk)
    end_promise(promise_id=made.pk)

    assert (promised_until(), outcomes(cake)) == ({}, ["ended"])
