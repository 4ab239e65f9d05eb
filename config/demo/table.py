"""What the demo prints when it is ready."""

from collections.abc import Iterator
from typing import Any

WIDTHS = (30, 38, 22)


def table(facts: dict[str, Any]) -> str:
    """Every address, username and password in var/demo.json."""
    return "\n".join(["", *_lines(facts), ""])


def _lines(facts: dict[str, Any]) -> Iterator[str]:
    yield from _places(facts)
    for operator in facts.get("operators", []):
        yield _row("operator", facts["console_url"], operator["username"], operator["password"])
        if operator.get("totp_secret"):
            yield _row("", "", "two-factor secret", operator["totp_secret"])
    for business in facts.get("businesses", []):
        yield ""
        yield business["name"]
        yield from _people(business)


def _places(facts: dict[str, Any]) -> Iterator[str]:
    yield _row("public site, sign-up", facts["base_url"] + "/")
    yield _row("e-mails that were sent", facts["mail_url"])
    yield _row("Stripe's stand-in", facts["stripe"]["api_base"] + "/")
    yield _row("database", facts["database_url"])


def _people(business: dict[str, Any]) -> Iterator[str]:
    for member in business["members"]:
        address = business["url"] + "/workspace/"
        yield _row(f"{member['name']}, {member['role']}", address, member["username"], member["password"])
    for customer in business["customers"]:
        yield _row(f"{customer['name']}, customer", business["url"] + "/", customer["username"], customer["password"])


def _row(*cells: str) -> str:
    padded = [cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=False)]
    return "  " + "  ".join([*padded, *cells[len(WIDTHS) :]]).rstrip()
