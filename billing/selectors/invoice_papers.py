"""What an invoice says, as pages show it: read from the snapshot alone, so that it says tomorrow what it says today."""

from dataclasses import dataclass
from datetime import date

from billing.bank_accounts import grouped
from billing.frozen import Buyer, Frozen, Line, Seller, knows_tax, prices_hold_tax
from billing.reverse_charge import reverse_charge_words, tax_numbers_lacking
from tenants.kernel.money import Money


@dataclass(frozen=True, slots=True)
class PaperLine:
    """``discount_percent`` is empty where an amount was taken off."""

    description: str
    reason: str
    quantity: str
    unit: str
    unit_price: Money
    discount: Money
    discount_percent: str
    tax_rate: str
    is_inclusive: bool
    net: Money
    gross: Money


@dataclass(frozen=True, slots=True)
class TaxLine:
    rate: str
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class PaperDeposit:
    description: str
    on: date | None
    amount: Money
    is_given: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """``due`` is what was left to pay at issue; what is due now stands in the ledger."""

    said: Frozen
    lines: list[PaperLine]
    taxes: list[TaxLine]
    deposits: list[PaperDeposit]

    @classmethod
    def of(cls, said: Frozen) -> "Paper":
        currency = said["currency"]
        return cls(
            said,
            [_line(line, currency) for line in said["lines"]],
            [
                TaxLine(group["rate"], Money(group["net_minor"], currency), Money(group["tax_minor"], currency))
                for group in said["tax_groups"]
            ],
            [
                PaperDeposit(
                    deposit["description"],
                    day(deposit["on"]),
                    Money(deposit["amount_minor"], currency),
                    deposit.get("is_given", False),
                )
                for deposit in said["deposits"]
            ],
        )

    @property
    def seller(self) -> Seller:
        return self.said["seller"]

    @property
    def buyer(self) -> Buyer:
        return self.said["buyer"]

    @property
    def issued_on(self) -> date | None:
        return day(self.said["issued_on"])

    @property
    def supplied_on(self) -> date | None:
        return day(self.said["supplied_on"])

    @property
    def due_on(self) -> date | None:
        return day(self.said["due_on"])

    @property
    def corrects_on(self) -> date | None:
        """When the invoice was issued that it corrects."""
        corrects = self.said["corrects"]
        return day(corrects["issued_on"]) if corrects else None

    @property
    def net(self) -> Money:
        return Money(self.said["totals"]["net_minor"], self.said["currency"])

    @property
    def has_tax(self) -> bool:
        """Whether there is tax to tell of."""
        return knows_tax(self.said)

    @property
    def holds_tax(self) -> bool:
        """Whether the lines show what they come to with tax."""
        return prices_hold_tax(self.said)

    @property
    def has_discounts(self) -> bool:
        return any(line.discount for line in self.lines)

    @property
    def reverse_charge(self) -> str:
        """What it says where the buyer accounts for the tax."""
        return reverse_charge_words(self.said)

    @property
    def lacks_tax_number(self) -> bool:
        return tax_numbers_lacking(self.said)

    @property
    def is_paid_by_transfer(self) -> bool:
        """Whether it says where to pay to, as on paper: not where nothing is left to pay, as of a credit note."""
        bank = self.seller["bank"]
        return self.due.minor > 0 and bool(bank["iban"] or bank["other"])

    @property
    def iban(self) -> str:
        return grouped(self.seller["bank"]["iban"])

    @property
    def gross(self) -> Money:
        return Money(self.said["totals"]["gross_minor"], self.said["currency"])

    @property
    def paid(self) -> Money:
        return Money(self.said["totals"]["paid_minor"], self.said["currency"])

    @property
    def due(self) -> Money:
        return Money(self.said["totals"]["due_minor"], self.said["currency"])


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _line(line: Line, currency: str) -> PaperLine:
    return PaperLine(
        description=line["description"],
        reason=line["reason"],
        quantity=line["quantity"],
        unit=line["unit"],
        unit_price=Money(line["unit_price_minor"], currency),
        discount=Money(line["discount_minor"], currency),
        discount_percent=line["discount_percent"],
        tax_rate=line["tax_rate"],
        is_inclusive=line["tax_inclusive"],
        net=Money(line["net_minor"], currency),
        gross=Money(line["gross_minor"], currency),
    )
