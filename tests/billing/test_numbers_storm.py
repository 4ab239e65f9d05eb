"""A thousand invoices issued by sixteen at once, three in ten of them rolled back at the last moment."""

import os
import random
import time
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection, transaction

from billing.models import Charge, Invoice, InvoiceCounter, InvoiceLine, LedgerEntry
from billing.services.invoices import issue_invoice
from tenants.kernel.scope import business_scope
from tests.billing import books
from tests.billing.test_storm import AT_A_TIME, at_once, inside

ISSUES = int(os.environ.get("MANGO_ISSUES", "1000"))
FAILING = 0.3
TODAY = date(2026, 3, 2)
SUMS = {"net_minor": 100, "amount_minor": 100}
LOAF = {"description": "Loaf", "unit_price_minor": 100, "tax_minor": 0, **SUMS}


class Crash(Exception):
    """What a worker dies of between issuing and committing."""


@pytest.fixture
def sixteen_connections() -> Iterator[None]:
    """As many connections as there are threads, or they would wait for each other before they wait for a number."""
    low, high = connection.pool.min_size, connection.pool.max_size
    connection.pool.resize(low, AT_A_TIME + 1)
    yield
    connection.pool.resize(low, high)


def drafts(count: int) -> list[int]:
    """So many drafts of one charge each, which is on the account already: what is under test is the issuing."""
    people = [books.contact(f"Contact {number}", email="") for number in range(AT_A_TIME)]
    of = [people[number % AT_A_TIME] for number in range(count)]
    made = Invoice.objects.bulk_create(Invoice(contact=who, currency="EUR", **SUMS) for who in of)
    charges = Charge.objects.bulk_create(Charge(contact=who, currency="EUR", due_on=TODAY, **LOAF) for who in of)
    LedgerEntry.objects.bulk_create(debit_of(charge) for charge in charges)
    InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=invoice, charge=charge, **LOAF) for invoice, charge in zip(made, charges, strict=True)
    )
    return [invoice.pk for invoice in made]


def debit_of(charge: Charge) -> LedgerEntry:
    return LedgerEntry(
        contact=charge.contact,
        currency="EUR",
        kind="charge",
        amount_minor=100,
        open_minor=100,
        key=f"charge:{charge.pk}",
        charge=charge,
        description="Loaf",
        effective_on=TODAY,
        due_on=TODAY,
    )


def die_sometimes(dice: random.Random) -> None:
    if dice.random() < FAILING:
        raise Crash


def issue(invoice_id: int) -> int:
    """Issue one invoice for good; return how often it was rolled back before."""
    dice = random.Random(invoice_id)
    crashes = 0
    while True:
        try:
            with transaction.atomic():
                issue_invoice(invoice_id)
                die_sometimes(dice)
        except Crash:
            crashes += 1
        else:
            return crashes


def test_numbers_have_no_gap_and_no_repeat(committed, sixteen_connections, tell):
    with business_scope(committed):
        ids = drafts(ISSUES)
    began = time.monotonic()

    crashes = sum(at_once(inside(committed, issue), ids))

    took = time.monotonic() - began
    tell(f"{ISSUES} invoices by {AT_A_TIME} at once, {crashes} more rolled back: {took:.1f} s")
    with business_scope(committed):
        issued = Invoice.objects.order_by("sequence").values_list("sequence", "number")
        assert [sequence for sequence, _number in issued] == list(range(1, ISSUES + 1))
        assert len({number for _sequence, number in issued}) == ISSUES
        assert InvoiceCounter.objects.get().last_number == ISSUES
        assert crashes > ISSUES * FAILING
        books.assert_books_add_up()
