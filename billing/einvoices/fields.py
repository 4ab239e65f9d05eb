"""A frozen invoice as the fields of EN 16931, by their numbers in the standard (BT-1 …)."""

from decimal import Decimal
from typing import Any

from billing.einvoices import lines, parties, taxes
from billing.einvoices.amounts import plain, text
from billing.frozen import Frozen
from billing.models import Invoice
from tenants.kernel.money import Money

INVOICE, CREDIT_NOTE = "380", "381"
CREDIT_TRANSFER = "30"
NOTHING_TO_PAY = "No payment is due."


def fields(said: Frozen) -> dict[str, Any]:
    """Return the fields of Factur-X's generator; ``faults.lacks`` says beforehand what would be missing."""
    return {
        "BT-1": said["number"],
        "BT-2": said["issued_on"],
        "BT-3": CREDIT_NOTE if said["kind"] == Invoice.Kind.CREDIT_NOTE else INVOICE,
        "BT-5": said["currency"],
        "BT-20": text(said["terms"]) or ("" if said["due_on"] else NOTHING_TO_PAY),
        # A day of supply is named only where it is another than that of issue (Directive 2006/112/EC, article 226).
        "BT-72": said["supplied_on"] or said["issued_on"],
        "BG-4": parties.seller(said),
        "BG-7": parties.buyer(said),
        "BG-23": taxes.breakdown(said),
        "BG-25": lines.lines(said),
        **_totals(said),
        **_payment(said),
        **_remarks(said),
    }


def _totals(said: Frozen) -> dict[str, str]:
    totals, currency = said["totals"], said["currency"]
    found = {
        "BT-106": plain(totals["net_minor"], currency),
        "BT-109": plain(totals["net_minor"], currency),
        "BT-110": plain(totals["tax_minor"], currency),
        "BT-112": plain(totals["gross_minor"], currency),
        "BT-115": plain(totals["gross_minor"] - totals["paid_minor"], currency),
    }
    if totals["paid_minor"]:
        found["BT-113"] = plain(totals["paid_minor"], currency)
    return found | _in_base_currency(said)


def _in_base_currency(said: Frozen) -> dict[str, str]:
    """Say the tax in the seller's currency too, at the rate that the invoice was frozen with."""
    base, rate = said["base_currency"], said["rate"]
    if not rate or base == said["currency"]:
        return {}
    tax = Decimal(plain(said["totals"]["tax_minor"], said["currency"])) * Decimal(rate)
    return {"BT-6": base, "BT-111": plain(Money.of(tax, base).minor, base)}


def _payment(said: Frozen) -> dict[str, str]:
    found = {"BT-9": said["due_on"]} if said["due_on"] else {}
    bank = said["seller"]["bank"]
    if said["kind"] == Invoice.Kind.CREDIT_NOTE or not bank["iban"]:
        return found
    return found | {
        "BT-81": CREDIT_TRANSFER,
        "BT-83": said["number"],
        "BT-84": bank["iban"].replace(" ", ""),
        "BT-85": text(bank["holder"]) or text(said["seller"]["name"]),
        "BT-86": bank["bic"].replace(" ", ""),
    }


def _remarks(said: Frozen) -> dict[str, Any]:
    notes = [{"BT-22": text(note)} for note in (said["notes"], said["reason"]) if text(note)]
    found: dict[str, Any] = {"BG-1": notes} if notes else {}
    if said["corrects"]:
        corrected = said["corrects"]
        found["BG-3"] = [{"BT-25": corrected["number"], "BT-26": corrected["issued_on"]}]
    return found
