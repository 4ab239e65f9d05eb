import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from billing.errors import AmountNotPositive, ChargeIsVoid, NoSuchCharge, NoSuchPayment
from billing.errors.paying import ReceivedInFuture
from billing.models import LedgerEntry, Payment
from billing.selectors.accounts import balance_of, standings
from billing.selectors.payments import payment_of, settled_items, unused_of
from billing.services.charges import void_charge
from emails.models import Message
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tests.billing.books import assert_books_add_up, charge, contact, due, entries, money, pay


def test_money_settles_what_falls_due_first(cleo):
    charge(cleo, 1000, "Later", due_on=date(2026, 3, 1))
    charge(cleo, 500, "Sooner", due_on=date(2026, 1, 1))

    pay(cleo, 800)

    assert due(cleo) == {"Later": 700}
    assert_books_add_up()


def test_no_money_has_come_on_a_day_that_is_still_to_come(cleo):
    charge(cleo, 1000)

    with clock.held_at(datetime(2026, 3, 4, 12, tzinfo=UTC)), pytest.raises(ReceivedInFuture):
        pay(cleo, 1000, received_on=date(2026, 3, 5))

    assert (balance_of(cleo.pk), Payment.objects.count()) == (money(1000), 0)


def test_chosen_charges_are_settled_first_and_the_rest_as_it_falls_due(cleo):
    charge(cleo, 500, "Sooner", due_on=date(2026, 1, 1))
    later = charge(cleo, 1000, "Later", due_on=date(2026, 3, 1))

    payment = pay(cleo, 1200, charge_ids=[later.pk])

    assert due(cleo) == {"Sooner": 300}
    assert [(item.description, item.amount.minor) for item in settled_items(payment)] == [
        ("Later", 1000),
        ("Sooner", 200),
    ]


def test_more_than_was_due_stays_as_credit(cleo):
    charge(cleo, 1000)

    payment = pay(cleo, 1500)

    assert standings([cleo.pk])[cleo.pk].credit == unused_of(payment) == money(500)
    assert balance_of(cleo.pk) == money(-500)
    assert_books_add_up()


def test_receipt_numbers_follow_each_other_and_a_failed_transaction_leaves_no_gap(cleo):
    first = pay(cleo, 100)
    with transaction.atomic():
        pay(cleo, 100)
        transaction.set_rollback(True)
    second = pay(cleo, 100)

    assert (first.receipt_number, second.receipt_number) == (1, 2)
    assert_books_add_up()


def test_a_form_sent_twice_records_one_payment_and_one_receipt(cleo):
    key = uuid.uuid4()

    assert pay(cleo, 100, request_key=key) == pay(cleo, 100, request_key=key)

    assert Payment.objects.count() == 1
    assert Message.objects.filter(kind="receipt").count() == 1


def test_the_receipt_says_what_was_paid_for_and_what_is_left(cleo):
    charge(cleo, 1000, "Tart")

    pay(cleo, 400)

    receipt = Message.objects.get(kind="receipt")
    assert receipt.to == "cleo@example.com"
    assert receipt.context["items"] == [{"description": "Tart", "amount": "€4.00"}]
    assert (receipt.context["amount"], receipt.context["balance"]) == ("€4.00", "€6.00")


def test_without_an_address_the_payment_counts_and_no_mail_is_written(in_acme):
    nameless = contact("Walk-in", email="")

    pay(nameless, 100)

    assert balance_of(nameless.pk) == money(-100)
    assert not Message.objects.exists()


def test_nothing_is_not_a_payment(cleo):
    with pytest.raises(AmountNotPositive):
        pay(cleo, 0)

    assert entries(cleo) == []


def test_a_void_or_foreign_charge_cannot_be_chosen(cleo, carl):
    void, foreign = charge(cleo, 100, "Void"), charge(carl, 100, "Carl's")
    void_charge(charge_id=void.pk, reason="Mistake")

    with pytest.raises(ChargeIsVoid, match="Void"):
        pay(cleo, 100, charge_ids=[void.pk])
    with pytest.raises(NoSuchCharge):
        pay(cleo, 100, charge_ids=[foreign.pk])

    assert not Payment.objects.exists()


def test_another_contacts_payment_is_as_unknown_as_one_that_never_was(cleo, carl):
    payment = pay(carl, 100)

    for stranger in (payment.pk, 404):
        with pytest.raises(NoSuchPayment):
            payment_of(cleo.pk, stranger)


def test_books_of_one_business_are_not_anothers(cleo, globex):
    charge(cleo, 100)

    with business_scope(globex):
        assert not LedgerEntry.objects.exists()


def test_the_database_refuses_to_allocate_more_than_there_is(cleo):
    charge(cleo, 100)
    debit = LedgerEntry.objects.get()

    for wrong in (-1, 101):
        with pytest.raises(IntegrityError), transaction.atomic():
            LedgerEntry.objects.filter(pk=debit.pk).update(open_minor=wrong)


def test_the_database_refuses_the_same_effect_twice(cleo):
    charge(cleo, 100)
    debit = LedgerEntry.objects.get()

    debit.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        debit.save(force_insert=True)
