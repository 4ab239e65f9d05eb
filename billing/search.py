"""Products, receipts and invoices in the search over everything."""

import re

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from billing.models import Invoice, Payment, Product
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel.scope import require_business
from tenants.search import Hit, Source

_RECEIPT = re.compile(r"(?:r-?)?0*([1-9]\d{0,9})", re.IGNORECASE)


def _products(_member: User, words: str, limit: int) -> list[Hit]:
    found = Product.objects.filter(archived_at=None)
    for word in words.split():
        found = found.filter(name__icontains=word)
    locale = require_business().locale
    return [
        Hit(each.name, reverse("billing:product", args=[each.pk]), each.price.format(locale))
        for each in found.order_by("name")[:limit]
    ]


def _receipts(member: User, words: str, limit: int) -> list[Hit]:
    number = _RECEIPT.fullmatch(words)
    if number is None:
        return []
    found = Payment.objects.filter(sight.within(member), receipt_number=int(number[1])).select_related("contact")[
        :limit
    ]
    locale = require_business().locale
    return [
        Hit(
            f"{each.receipt_name} · {each.contact.display_name}",
            reverse("billing:payment", args=[each.pk]),
            each.amount.format(locale),
        )
        for each in found
    ]


def _invoices(member: User, words: str, limit: int) -> list[Hit]:
    """Find invoices and credit notes by any part of their number that has a digit in it."""
    if not any(letter.isdecimal() for letter in words):
        return []
    found = Invoice.objects.issued().filter(sight.within(member), number__icontains=words.strip())
    locale = require_business().locale
    return [
        Hit(
            f"{each.number} · {each.contact.display_name}",
            reverse("billing:invoice", args=[each.pk]),
            each.amount.format(locale),
        )
        for each in found.select_related("contact").order_by("-pk")[:limit]
    ]


PRODUCTS = Source(
    name="products", label=_("Products"), icon="package", order=20, action="products.change", find=_products
)
INVOICES = Source(
    name="invoices", label=_("Invoices"), icon="receipt-text", order=25, action="invoices.view", find=_invoices
)
RECEIPTS = Source(
    name="receipts", label=_("Payments"), icon="receipt", order=30, action="payments.view", find=_receipts
)
