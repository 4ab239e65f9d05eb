"""Where customers transfer money to; the details stand once, with the rules for invoices."""

from dataclasses import dataclass

import segno.helpers

from billing.models import InvoicingRules
from billing.references import grouped, is_iban, reference_of
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

_MOST_BY_CODE = 99_999_999_999
"""EPC069-12: at most 999,999,999.99 euro."""


@dataclass(frozen=True, slots=True)
class BankDetails:
    """``other`` is for countries without IBANs, in the business's own words."""

    holder: str
    iban: str
    bic: str
    other: str

    @property
    def shown_iban(self) -> str:
        return grouped(self.iban)


@dataclass(frozen=True, slots=True)
class TransferSlip:
    """All that a customer needs to pay an amount from their bank; ``code`` is the QR code for it, or nothing."""

    bank: BankDetails
    amount: Money
    reference: str
    code: str

    @property
    def shown_reference(self) -> str:
        return grouped(self.reference)


def bank_details() -> BankDetails | None:
    """Return the business's bank details; None while nobody has written any down."""
    rules = InvoicingRules.as_it_is()
    if not (rules.iban or rules.bank_other.strip()):
        return None
    holder = rules.bank_holder or require_business().name
    return BankDetails(holder, rules.iban.replace(" ", "").upper(), rules.bic, rules.bank_other)


def transfer_slip(contact_id: int, amount: Money) -> TransferSlip | None:
    """Return how a contact transfers an amount; None while the business has no bank details."""
    bank = bank_details()
    if bank is None:
        return None
    reference = reference_of(contact_id)
    return TransferSlip(bank, amount, reference, _code(bank, amount, reference))


def _code(bank: BankDetails, amount: Money, reference: str) -> str:
    """Draw the code that banking apps read (EPC069-12), an inline svg; they know it for euro only."""
    if amount.currency != "EUR" or not is_iban(bank.iban) or not 0 < amount.minor <= _MOST_BY_CODE:
        return ""
    code = segno.helpers.make_epc_qr(
        name=bank.holder[:70],
        iban=bank.iban,
        amount=amount.amount,
        reference=reference,
        bic=bank.bic or None,
        encoding=1,
    )
    return str(code.svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True))
