"""Late fees over months of a held clock: each once, never on a fee, never for the past, never on what is left alone."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from billing.models import Charge, LateFee
from billing.services.late_fees import charge_fees
from billing.services.promises import promise_payment
from billing.services.queries import query_charge, withdraw_query
from billing.services.refunds import RefundDraft, give_back
from billing.services.reminder_rules import change_reminder_rules
from crm.services.contacts import archive_contact, restore_contact
from tests.billing.books import assert_books_add_up, charge, due, money, pay
from tests.billing.calendar import MONDAY, at, live

FLAT = {"fee_kind": "flat", "fee_minor": 500, "fee_after_days": 10}


@pytest.fixture(autouse=True)
def _monday(in_acme):
    with at(MONDAY, hour=8):
        yield


def fees() -> list[tuple[int, int]]:
    return list(LateFee.objects.order_by("pk").values_list("number", "fee__amount_minor"))


def test_a_flat_fee_is_charged_once_after_its_days(cleo):
    cake = charge(cleo, 4500, "Cake", due_on=MONDAY)
    change_reminder_rules({**FLAT, "fee_description": "Reminder fee"})

    list(live(MONDAY, 10))
    assert fees() == []
    list(live(MONDAY + timedelta(days=10), 40))

    assert fees() == [(1, 500)]
    fee = LateFee.objects.get().fee
    assert (fee.description, fee.reason) == ("Reminder fee", "For “Cake”, which was not paid in time.")
    assert due(cleo) == {"Cake": 4500, "Reminder fee": 500}
    assert LateFee.objects.get().charge_id == cake.pk
    assert_books_add_up()


def test_a_monthly_fee_in_per_cent_follows_what_is_due_and_ends_with_the_payment(cleo):
    charge(cleo, 10_000, "Cake", due_on=date(2026, 3, 21))
    change_reminder_rules({"fee_kind": "percent", "fee_percent": 2, "fee_after_days": 10, "fee_every": "month"})

    list(live(MONDAY, 61))  # to 1 May: fees on 31 March and 30 April
    assert fees() == [(1, 200), (2, 200)]
    with at(date(2026, 5, 2)):
        pay(cleo, 5000)
    list(live(date(2026, 5, 3), 30))
    assert fees()[2:] == [(3, 100)]
    with at(date(2026, 6, 2)):
        pay(cleo, 6000)
    list(live(date(2026, 6, 3), 60))

    assert len(fees()) == 3
    assert_books_add_up()


def test_turning_fees_on_charges_nothing_for_the_past(cleo):
    charge(cleo, 4500, due_on=MONDAY - timedelta(days=200), charged_on=MONDAY - timedelta(days=230))
    change_reminder_rules({**FLAT, "fee_every": "month"})

    list(live(MONDAY, 40))

    # Fees fall on the 24th of a month: the seven before they were turned on are not charged.
    assert fees() == [(8, 500)]


def test_what_is_queried_or_promised_has_no_fee(cleo):
    query_charge(contact_id=cleo.pk, charge_id=charge(cleo, 100, "Queried", due_on=MONDAY).pk)
    promised = charge(cleo, 200, "Promised", due_on=MONDAY)
    promise_payment(contact_id=cleo.pk, charge_ids=[promised.pk], until=MONDAY + timedelta(days=14))
    change_reminder_rules(FLAT)

    list(live(MONDAY, 15))

    assert fees() == []


def test_no_fee_is_charged_for_the_time_when_it_was_left_alone(cleo):
    query = query_charge(contact_id=cleo.pk, charge_id=charge(cleo, 4500, due_on=MONDAY).pk)
    change_reminder_rules({**FLAT, "fee_every": "month"})

    list(live(MONDAY, 130))
    with at(MONDAY + timedelta(days=130)):
        withdraw_query(contact_id=cleo.pk, query_id=query.pk)
    list(live(MONDAY + timedelta(days=130), 2))

    # Fees fell on the 12th of four months: only the one that is in force is charged.
    assert fees() == [(4, 500)]


def test_a_fee_has_a_number_and_is_charged_once_however_often_it_is_asked_for(cleo):
    cake = charge(cleo, 4500, due_on=MONDAY)
    change_reminder_rules(FLAT)
    day = MONDAY + timedelta(days=10)
    with at(day):
        assert [charge_fees(contact_id=cleo.pk, day=day) for _try in range(3)] == [1, 0, 0]

    assert Charge.objects.count() == 2
    other = charge(cleo, 100)
    with pytest.raises(IntegrityError), transaction.atomic():
        LateFee.objects.create(charge=cake, number=1, fee=other)


def test_who_was_put_away_is_charged_no_fee(cleo):
    charge(cleo, 4500, "Cake", due_on=MONDAY)
    change_reminder_rules(FLAT)
    day = MONDAY + timedelta(days=10)
    archive_contact(cleo.pk)
    with at(day):
        assert charge_fees(contact_id=cleo.pk, day=day) == 0
        restore_contact(cleo.pk)
        assert charge_fees(contact_id=cleo.pk, day=day) == 1


def test_what_was_paid_and_refunded_is_charged_no_fee(cleo):
    charge(cleo, 4500, "Cake", due_on=MONDAY)
    change_reminder_rules({"fee_kind": "percent", "fee_percent": 10, "fee_after_days": 10})
    paid, day = pay(cleo, 4500), MONDAY + timedelta(days=10)
    give_back(paid.pk, draft=RefundDraft(amount=money(4500), reason="Burnt"))
    with at(day):
        assert charge_fees(contact_id=cleo.pk, day=day) == 0
    charge(cleo, 1000, "Tart", due_on=MONDAY)
    with at(day):
        charge_fees(contact_id=cleo.pk, day=day)
        assert fees() == [(1, 100)]
