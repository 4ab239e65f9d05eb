"""The mails of autopay and of saved cards."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from billing.selectors.autopay import chargeable_consent_of, is_offered
from billing.selectors.cards import usable_cards
from billing.selectors.chargeable import announced
from emails.kinds import Facts, Kind, register_kind
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business
from tenants.links import business_url

_YOURS = _("You get this because you switched autopay on at %(business)s.")
_CARD = "Visa •••• 4242"


def read_charge(context: Mapping[str, Any]) -> Facts | None:
    """Return what is going to be charged as it stands now, or None when nothing is any more."""
    consent = chargeable_consent_of(context["contact_id"])
    card = usable_cards([context["contact_id"]]).first()
    if consent is None or card is None or not is_offered():
        return None
    due = announced(consent, card, date.fromisoformat(context["day"]))
    if not due:
        return None
    business = require_business()
    total = sum((each.amount for each in due), Money.zero(business.currency))
    return {
        "amount": total.format(business.locale),
        "card": card.label,
        "items": [{"description": each.description, "amount": each.amount.format(business.locale)} for each in due],
        "limit": consent.limit.format(business.locale) if consent.limit else "",
        "link": business_url("/methods/"),
    }


SOON = Kind(
    name="autopay_soon",
    action="payments.view",
    title=_("A card is going to be charged"),
    subject=_("%(business)s charges your card on %(charged_on)s"),
    template="emails/autopay_soon",
    reason=_YOURS,
    sample={"name": "Cleo van Dam", "contact_id": 0, "day": "2026-05-04", "charged_on": "4 May 2026"},
    read_anew=read_charge,
    sample_anew={
        "amount": "€96.00",
        "card": _CARD,
        "items": [{"description": "Sourdough delivery, May", "amount": "€96.00"}],
        "limit": "",
        "link": "https://example.com/methods/",
    },
)
FAILED = Kind(
    name="autopay_failed",
    action="payments.view",
    title=_("A card could not be charged"),
    subject=_("%(amount)s could not be charged to your card"),
    template="emails/autopay_failed",
    reason=_YOURS,
    sample={
        "name": "Cleo van Dam",
        "amount": "€96.00",
        "card": _CARD,
        "why": "Your card has insufficient funds.",
        "again_on": "5 May 2026",
        "link": "https://example.com/pay/",
    },
    essential=True,
)
CONFIRM = Kind(
    name="autopay_confirm",
    action="payments.view",
    title=_("A bank asks the customer to confirm a payment"),
    subject=_("Please confirm your payment of %(amount)s"),
    template="emails/autopay_confirm",
    reason=_YOURS,
    sample={"name": "Cleo van Dam", "amount": "€96.00", "card": _CARD, "link": "https://example.com/pay/"},
    essential=True,
)
CARD = Kind(
    name="card_expiring",
    action="payments.view",
    title=_("A saved card expires"),
    subject=_("Your card for %(business)s: %(card)s, %(expiry)s"),
    template="emails/card_expiring",
    reason=_YOURS,
    sample={
        "name": "Cleo van Dam",
        "card": _CARD,
        "expiry": "05/26",
        "has_expired": False,
        "link": "https://example.com/methods/",
    },
)


def register() -> None:
    for kind in (SOON, FAILED, CONFIRM, CARD):
        register_kind(kind)
