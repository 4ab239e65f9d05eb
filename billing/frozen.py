"""What an issued invoice or credit note says, word by word and minor unit by minor unit: the shape of Invoice.frozen.

It is written once, at issue, and read by pages, papers, e-invoices and the API, so that they cannot differ. Amounts are
whole minor units of ``currency``; rates, quantities and percentages are decimal texts; days are ISO 8601.
"""

from typing import NotRequired, TypedDict


class Bank(TypedDict):
    holder: str
    iban: str
    bic: str
    other: str


class Seller(TypedDict):
    name: str
    lines: list[str]
    country: str
    tax_id: str
    registration: str
    email: str
    phone: str
    bank: Bank


class Buyer(TypedDict):
    """``name`` stands first on the paper; ``company`` or the person beside it is empty where there is none."""

    name: str
    company: str
    lines: list[str]
    country: str
    tax_id: str
    email: str


class Brand(TypedDict):
    version: int
    primary: str
    accent: str
    logo_key: str


class Line(TypedDict):
    """``discount_minor`` is what was taken off, before tax where prices are without it; percent is "" for an amount."""

    charge_id: int
    description: str
    reason: str
    quantity: str
    unit: str
    unit_price_minor: int
    discount_percent: str
    discount_minor: int
    net_minor: int
    tax_rate: str
    tax_minor: int
    gross_minor: int
    tax_inclusive: bool


class TaxGroup(TypedDict):
    """All lines of one rate: what is taxed, and the tax; the sum of the lines' tax, each rounded once."""

    rate: str
    net_minor: int
    tax_minor: int


class Totals(TypedDict):
    """``due_minor`` is what was left to pay at issue: the whole less ``deposits``."""

    net_minor: int
    tax_minor: int
    gross_minor: int
    paid_minor: int
    due_minor: int


class Deposit(TypedDict):
    """What had been paid on the charges before they were invoiced: ``description`` is the receipt, or why credit.

    ``is_given`` where no money came: credit that was given, or what was written off.
    """

    description: str
    on: str
    amount_minor: int
    is_given: NotRequired[bool]


class Corrected(TypedDict):
    """The invoice that a credit note corrects."""

    number: str
    issued_on: str


class Frozen(TypedDict):
    kind: str
    number: str
    issued_on: str
    supplied_on: str
    due_on: str
    currency: str
    rate: str
    base_currency: str
    locale: str
    paper: str
    seller: Seller
    buyer: Buyer
    brand: Brand
    lines: list[Line]
    tax_groups: list[TaxGroup]
    totals: Totals
    deposits: list[Deposit]
    reverse_charge: bool
    notes: str
    terms: str
    corrects: Corrected | None
    reason: str


def knows_tax(said: Frozen) -> bool:
    """Say whether tax is spoken of at all: not by who names no tax number and charges none."""
    return bool(said["totals"]["tax_minor"] or said["seller"]["tax_id"].strip() or said["reverse_charge"])


def prices_hold_tax(said: Frozen) -> bool:
    """Say whether every line was priced with its tax; then the lines show it, as their customers know the prices."""
    return all(line["tax_inclusive"] for line in said["lines"])
