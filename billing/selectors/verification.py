"""What a paper's code proves to whoever holds it: that the business made it, and nothing about its customer."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Sum

from billing.bank_accounts import end_of, grouped
from billing.errors.papers import NoSuchPaper
from billing.frozen import Bank
from billing.models import Invoice, InvoicingRules, LedgerEntry
from billing.selectors.charges import WRITTEN_OFF
from tenants.kernel.money import Money


class Standing(StrEnum):
    """What has become of a paper. A credited one was taken back by credit notes, a part of it or all.

    One that is written off is not asked for any more, though not all of it was paid.
    """

    OPEN = "open"
    PAID = "paid"
    CREDITED = "credited"
    WRITTEN_OFF = "written_off"
    VOID = "void"
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True, slots=True)
class Verified:
    """``account_end`` ends the account number on the paper; ``bank`` is what the business publishes now."""

    number: str
    issued_on: date
    amount: Money
    standing: Standing
    account_end: str
    bank: Bank
    corrected_by: list[str]

    @property
    def names_our_account(self) -> bool:
        """Say whether the paper names the account that the business publishes now."""
        return self.account_end == end_of(self.bank["iban"])

    @property
    def iban(self) -> str:
        """The published account number in groups, as it stands on papers."""
        return grouped(self.bank["iban"])

    @property
    def is_payable(self) -> bool:
        return self.standing == Standing.OPEN


def verify(code: str) -> Verified:
    """Return what is proven; a code that nobody gave out raises NoSuchPaper, however it is written."""
    found = Invoice.objects.issued().filter(verify_code=written(code)).exclude(verify_code="").first()
    if found is None or found.issued_on is None:
        raise NoSuchPaper
    return Verified(
        number=found.number,
        issued_on=found.issued_on,
        amount=found.amount,
        standing=standing_of(found),
        account_end=end_of(found.document["seller"]["bank"]["iban"]),
        bank=published_bank(),
        corrected_by=list(found.credit_notes.issued().order_by("pk").values_list("number", flat=True)),
    )


def written(code: str) -> str:
    """Return a code as it is stored, however somebody has typed it."""
    return re.sub(r"[\s-]", "", code).upper()


def published_bank() -> Bank:
    rules = InvoicingRules.as_it_is()
    return Bank(holder=rules.bank_holder, iban=rules.iban, bic=rules.bic, other=rules.bank_other)


def standing_of(invoice: Invoice) -> Standing:
    if invoice.is_credit_note:
        return Standing.CREDIT_NOTE
    if invoice.is_void:
        return Standing.VOID
    if due_of(invoice):
        return Standing.OPEN
    credited = invoice.credit_notes.issued().aggregate(sum=Sum("amount_minor"))["sum"] or 0
    if credited >= invoice.amount_minor:
        return Standing.CREDITED
    return Standing.WRITTEN_OFF if _written_off(invoice) else Standing.PAID


def _written_off(invoice: Invoice) -> bool:
    given = LedgerEntry.objects.filter(charge__invoice=invoice, kind__in=WRITTEN_OFF)
    return bool(given.aggregate(sum=Sum("amount_minor"))["sum"])


def due_of(invoice: Invoice) -> Money:
    """Return what is still due of an issued invoice: what is due of its charges."""
    debits = LedgerEntry.objects.unsettled().filter(charge__invoice=invoice, kind=LedgerEntry.Kind.CHARGE)
    return Money(debits.aggregate(sum=Sum("open_minor"))["sum"] or 0, invoice.currency)
