"""Which tax category of EN 16931 a line belongs to, and the tax of each category and rate."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from billing.einvoices.amounts import plain
from billing.frozen import Frozen

_VAT_NUMBER = re.compile(r"(?:[A-Z]{2}|XI)[0-9A-Z]{2,13}")
STANDARD, ZERO, REVERSE, OUTSIDE = "S", "Z", "AE", "O"
_EXEMPTIONS = {
    REVERSE: ("Reverse charge", "VATEX-EU-AE"),
    OUTSIDE: ("Not subject to VAT", "VATEX-EU-O"),
}


def vat_number(tax_id: str) -> str:
    """Return a VAT number with its country in front, as the standard wants it; "" when it is something else."""
    compact = re.sub(r"[\s.\-/]", "", tax_id).upper()
    return compact if _VAT_NUMBER.fullmatch(compact) else ""


def category(said: Frozen, rate: str) -> str:
    """Return S, Z, AE or O; who names no tax number and charges none is outside the scope of the tax."""
    if said["reverse_charge"]:
        return REVERSE
    if Decimal(rate):
        return STANDARD
    return ZERO if said["seller"]["tax_id"].strip() else OUTSIDE


def breakdown(said: Frozen) -> list[dict[str, Any]]:
    """Return the tax of each category and rate (BG-23)."""
    return [_group(said, group["rate"], group["net_minor"], group["tax_minor"]) for group in said["tax_groups"]]


def strays(said: Frozen) -> bool:
    """Say whether the tax, rounded line by line, is a whole unit away from what the standard takes of each sum.

    So far apart BR-CO-17 refuses the invoice.
    """
    currency = said["currency"]
    return any(_is_far(currency, group["rate"], group["net_minor"], group["tax_minor"]) for group in said["tax_groups"])


def _group(said: Frozen, rate: str, net: int, tax: int) -> dict[str, Any]:
    code, currency = category(said, rate), said["currency"]
    group = {"BT-116": plain(net, currency), "BT-117": plain(tax, currency), "BT-118": code}
    if code != OUTSIDE:
        group["BT-119"] = rate
    if code in _EXEMPTIONS:
        group["BT-120"], group["BT-121"] = _EXEMPTIONS[code]
    return group


def _is_far(currency: str, rate: str, net: int, tax: int) -> bool:
    taxed = Decimal(plain(net, currency)) * Decimal(rate) / 100
    wanted = taxed.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return abs(wanted - Decimal(plain(tax, currency))) >= 1
