"""Ten invoices as Mango freezes them, priced by the same rule as charges: what e-invoices and papers are tried on."""

from decimal import Decimal

from billing.frozen import Frozen, Line
from billing.services.pricing import Discount, price_line
from billing.services.snapshots import tax_groups
from tenants.kernel.money import Money


def line(
    description: str,
    minor: int,
    quantity: str = "1",
    rate: str = "21",
    *,
    currency: str = "EUR",
    **more,
) -> Line:
    off = more.get("off")
    percent = Decimal(more.get("percent", "0"))
    price = price_line(
        unit_price=Money(minor, currency),
        quantity=Decimal(quantity),
        tax_rate=Decimal(rate),
        tax_inclusive=more.get("inclusive", False),
        discount=Discount(percent=percent, amount=Money(off, currency) if off else None),
    )
    return Line(
        charge_id=1,
        description=description,
        reason=more.get("reason", ""),
        quantity=quantity,
        unit=more.get("unit", ""),
        unit_price_minor=minor,
        discount_percent=str(percent) if percent else "",
        discount_minor=price.discount.minor,
        net_minor=price.net.minor,
        tax_rate=rate,
        tax_minor=price.tax.minor,
        gross_minor=price.gross.minor,
        tax_inclusive=more.get("inclusive", False),
    )


def frozen(*lines: Line, **changes) -> Frozen:
    gross = sum(each["gross_minor"] for each in lines)
    paid = sum(each["amount_minor"] for each in changes.get("deposits", []))
    said = Frozen(
        kind="invoice",
        number="2026-0042",
        issued_on="2026-11-25",
        supplied_on="",
        due_on="2026-12-09",
        currency="EUR",
        rate="",
        base_currency="EUR",
        locale="en",
        paper="a4",
        seller={
            "name": "Acme Bakery",
            "lines": ["Rua das Flores 12", "1200-192 Lisboa"],
            "country": "PT",
            "tax_id": "PT 123 456 789",
            "registration": "Lisboa 4711",
            "email": "office@acme.example",
            "phone": "+351 21 555 0100",
            "bank": {
                "holder": "Acme Bakery Lda",
                "iban": "PT50 0002 0123 1234 5678 9015 4",
                "bic": "BCOMPTPL",
                "other": "",
            },
        },
        buyer={
            "name": "Cleo van Dam",
            "company": "Dam & Dijk",
            "lines": ["Keizersgracht 1", "1015 CN Amsterdam"],
            "country": "NL",
            "tax_id": "NL123456789B01",
            "email": "cleo@example.com",
        },
        brand={"version": 1, "primary": "#1F6F5C", "accent": "#C2571A", "logo_key": ""},
        lines=list(lines),
        tax_groups=tax_groups(lines),
        totals={
            "net_minor": sum(each["net_minor"] for each in lines),
            "tax_minor": sum(each["tax_minor"] for each in lines),
            "gross_minor": gross,
            "paid_minor": paid,
            "due_minor": gross - paid if changes.get("kind", "invoice") == "invoice" else 0,
        },
        deposits=[],
        reverse_charge=False,
        notes="",
        terms="",
        corrects=None,
        reason="",
    )
    return Frozen(**{**said, **changes})


DISCOUNTS = frozen(
    line("Wedding cake", 25000, unit="piece", off=2500),
    line("Delivery", 1950, "3", percent="12.5", unit="hours", reason="As agreed on the phone"),
)
MIXED = frozen(
    line("Rolls", 45, "120", "6"), line("Crockery to rent", 1999, "7", "23"), line("Deposit for it", 5000, rate="0")
)
INCLUSIVE = frozen(
    line("Tart", 1299, "3", "13", inclusive=True, off=100), line("Coffee", 250, "7", "23", inclusive=True)
)
CREDIT_NOTE = frozen(
    line("Wedding cake", 5000),
    kind="credit_note", number="CN-2026-0003", due_on="", reason="One tier was missing",
    corrects={"number": "2026-0042", "issued_on": "2026-11-25"},
)  # fmt: skip
FOREIGN = frozen(line("Cake", 12345, "2", currency="USD"), currency="USD", rate="0.9214")
REVERSE = frozen(line("Recipes", 80000, rate="0"), reverse_charge=True)
ZERO = frozen(line("Books", 1500, "4", "0"))
YEN = frozen(line("Cake", 3300, "3", "10", currency="JPY", inclusive=True), currency="JPY", base_currency="JPY")
DEPOSITS = frozen(
    line("Party", 100000), notes="Thank you for the order.\nSee you in May.", terms="Two per cent off within a week.",
    deposits=[
        {"description": "R-00007", "on": "2026-11-02", "amount_minor": 30000},
        {"description": "Credit", "on": "2026-11-09", "amount_minor": 1999},
    ],
)  # fmt: skip
LONG = frozen(*(line(f"Delivery no. {number}", 317 + number, "1.5", "21") for number in range(1, 141)))
TEN = {
    "discounts by amount and per cent": DISCOUNTS,
    "mixed tax": MIXED,
    "tax included in prices": INCLUSIVE,
    "credit note": CREDIT_NOTE,
    "foreign currency": FOREIGN,
    "reverse charge": REVERSE,
    "zero-rated": ZERO,
    "JPY": YEN,
    "deposits": DEPOSITS,
    "long": LONG,
}
UNTAXED = frozen(line("Lessons", 4500, "2", "0"))
UNTAXED["seller"] = UNTAXED["seller"] | {"tax_id": ""}
