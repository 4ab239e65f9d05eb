"""Seller and buyer as EN 16931 names them."""

from typing import Any

from billing.einvoices.amounts import text
from billing.einvoices.taxes import OUTSIDE, category, vat_number
from billing.frozen import Frozen

_MOST_LINES = 3


def seller(said: Frozen) -> dict[str, Any]:
    party = said["seller"]
    found: dict[str, Any] = {
        "name": text(party["name"]),
        **_address(party["lines"], party["country"]),
        **_reached(party["email"]),
    }
    if party["phone"] or party["email"]:
        found["contacts"] = [
            {"name": text(party["name"]), "phone": text(party["phone"]), "email": text(party["email"])}
        ]
    if party["registration"]:
        found["legal_identifier"] = text(party["registration"])
    return found | _tax_numbers(said)


def buyer(said: Frozen) -> dict[str, Any]:
    """A person at a company: the company is named, and the person is whom to ask there."""
    party = said["buyer"]
    found: dict[str, Any] = {
        "name": text(party["company"] or party["name"]),
        **_address(party["lines"], party["country"]),
    }
    found |= _reached(party["email"])
    if party["company"] or party["email"]:
        found["contacts"] = [{"name": text(party["name"]), "email": text(party["email"])}]
    number = vat_number(party["tax_id"])
    return found | ({"vat_identifier": number} if number and not is_outside(said) else {})


def is_outside(said: Frozen) -> bool:
    """Say whether any of it is outside the scope of VAT; then no VAT number may be named (BR-O-2 to BR-O-4)."""
    return any(category(said, group["rate"]) == OUTSIDE for group in said["tax_groups"])


def _tax_numbers(said: Frozen) -> dict[str, str]:
    own = text(said["seller"]["tax_id"])
    if not own or is_outside(said):
        return {}
    number = vat_number(own)
    return {"vat_identifier": number} if number else {"tax_identifier": own}


def _address(lines: list[str], country: str) -> dict[str, str]:
    said = [text(line) for line in lines if text(line)]
    parts = [*said[:2], ", ".join(said[2:])] if len(said) > _MOST_LINES else said
    return {"country_code": country, **{f"addr_l{number}": line for number, line in enumerate(parts, 1)}}


def _reached(address: str) -> dict[str, str]:
    return {"einvoicing_addr": text(address), "einvoicing_addr_schemeid": "EM"} if text(address) else {}
