"""What EN 16931 wants to know and an invoice does not say, in sentences that name the place to fill it in."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from billing.einvoices.taxes import strays, vat_number
from billing.frozen import Frozen
from tenants.kernel.money import exponent

MOST_DECIMALS = 2


def gaps(said: Frozen) -> list[str]:
    """Return nothing when an e-invoice can be made."""
    return [*_of_seller(said), *_of_buyer(said), *_of_tax(said), *_of_amounts(said)]


def _of_seller(said: Frozen) -> Iterator[str]:
    seller = said["seller"]
    if not seller["lines"]:
        yield _("your postal address (Settings → Business)")
    if not seller["country"]:
        yield _("your country (Settings → Business)")


def _of_buyer(said: Frozen) -> Iterator[str]:
    buyer = said["buyer"]
    if not buyer["lines"]:
        yield _("the address of %(name)s (on their page)") % {"name": buyer["name"]}
    if not buyer["country"]:
        yield _("the country of %(name)s (in the address on their page)") % {"name": buyer["name"]}


def _of_tax(said: Frozen) -> Iterator[str]:
    is_taxed = any(Decimal(group["rate"]) for group in said["tax_groups"])
    if (is_taxed or said["reverse_charge"]) and not said["seller"]["tax_id"].strip():
        yield _("your tax number, as tax is charged or reversed (Settings → Tax & numbering)")
    if said["reverse_charge"] and not vat_number(said["buyer"]["tax_id"]):
        lacking = _("the VAT number of %(name)s with its country in front, as in DE123456789 (how they are invoiced)")
        yield lacking % {"name": said["buyer"]["name"]}


def _of_amounts(said: Frozen) -> Iterator[str]:
    if exponent(said["currency"]) > MOST_DECIMALS:
        yield _("a currency with at most two decimals, as the standard knows no others; %(currency)s has three") % {
            "currency": said["currency"]
        }
    if strays(said):
        yield _("fewer lines: their tax, rounded line by line, is too far from the tax of their sum")
