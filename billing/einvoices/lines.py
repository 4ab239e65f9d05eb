"""Invoice lines (BG-25): EN 16931 counts without tax, so what was priced with it is taken apart here."""

from decimal import Decimal
from typing import Any

from billing.einvoices.amounts import plain, text
from billing.einvoices.taxes import OUTSIDE, category
from billing.einvoices.units import code_of, is_known
from billing.frozen import Frozen, Line
from tenants.kernel.money import Money

_HUNDRED = Decimal(100)
_PRICE = Decimal("0.000001")


def lines(said: Frozen) -> list[dict[str, Any]]:
    return [_line(said, number, line) for number, line in enumerate(said["lines"], 1)]


def _line(said: Frozen, number: int, line: Line) -> dict[str, Any]:
    code, currency = category(said, line["tax_rate"]), said["currency"]
    found: dict[str, Any] = {
        "BT-126": str(number),
        "BT-129": line["quantity"],
        "BT-130": code_of(line["unit"]),
        "BT-131": plain(line["net_minor"], currency),
        "BT-146": _price(line, currency),
        "BT-151": code,
        "BT-153": text(line["description"]) or str(number),
        "BT-154": _more(line),
    }
    if code != OUTSIDE:
        found["BT-152"] = line["tax_rate"]
    if line["discount_minor"]:
        found["BG-27"] = [_discount(line, currency)]
    return found


def _discount(line: Line, currency: str) -> dict[str, str]:
    off = _discount_net(line, currency)
    found = {
        "amount": plain(off, currency),
        "base_amount": plain(line["net_minor"] + off, currency),
        "reason": "Discount",
        "reason_code": "95",
    }
    return found | ({"rate": line["discount_percent"]} if line["discount_percent"] else {})


def _discount_net(line: Line, currency: str) -> int:
    if not line["tax_inclusive"]:
        return line["discount_minor"]
    taxed = _HUNDRED + Decimal(line["tax_rate"])
    return Money(line["discount_minor"], currency).part(_HUNDRED, taxed).minor


def _price(line: Line, currency: str) -> str:
    """Return the price of one without tax: as agreed, or where it was agreed with tax, what the net amount comes to."""
    if not line["tax_inclusive"]:
        return plain(line["unit_price_minor"], currency)
    full = Decimal(plain(line["net_minor"] + _discount_net(line, currency), currency))
    each = (full / Decimal(line["quantity"])).quantize(_PRICE)
    return f"{each.normalize():f}"


def _more(line: Line) -> str:
    """Return what else is said of the item: why it was charged, and its unit where that has no code."""
    unit = "" if is_known(line["unit"]) else line["unit"]
    return " · ".join(text(part) for part in (line["reason"], unit) if text(part))
