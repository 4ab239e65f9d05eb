"""The mail about updates and alerts. Its text is read when it is sent: a correction is in it, a withdrawal stops it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.markdown import to_html, to_text
from crm.models import Customer, Update
from crm.selectors.portal_updates import feed_of
from emails.kinds import Facts, Kind, register_kind
from tenants.kernel.signing import sign
from tenants.links import business_url

UNSUBSCRIBE = "updates_off"
_SAMPLE = {"name": "Cleo van Dam", "purpose": "news", "update_id": 0, "customer_id": 0}
_SAMPLE_BODY = (
    "From **1 May** we deliver on Saturdays as well, between seven and nine.\n\n"
    "- Order by Thursday evening\n- The price stays the same\n\n"
    "Would you like to change your days? [Write to us](mailto:hello@example.com)."
)


def read_anew(context: Mapping[str, Any]) -> Facts | None:
    """Return what the mail tells now, or None when its reader may not or need not get it any more."""
    customer = Customer.objects.select_related("user").filter(pk=context["customer_id"]).first()
    if customer is None or customer.user.suspended_at is not None:
        return None
    update = feed_of(customer).filter(pk=context["update_id"]).first()
    if update is None or not (update.is_alert or customer.wants_update_mail):
        return None
    facts = facts_of(update)
    return facts if update.is_alert else facts | {"unsubscribe_url": unsubscribe_url(customer.pk)}


def facts_of(update: Update) -> dict[str, Any]:
    """Return what any reader's mail tells of an update, as it is now."""
    return {
        "title": update.title,
        "body_html": update.words,
        "body_text": to_text(update.body),
        "has_image": bool(update.image_key),
        "link": business_url(reverse("portal:update", args=[update.pk])),
    }


def unsubscribe_url(customer_id: int) -> str:
    """Return an address under which updates can be turned off without signing in, and nothing else be done."""
    return business_url(reverse("portal:updates_off", args=[sign(customer_id, purpose=UNSUBSCRIBE)]))


def _kind(name: str, **more: Any) -> Kind:
    sample_anew = {
        "body_html": to_html(_SAMPLE_BODY),
        "body_text": to_text(_SAMPLE_BODY),
        "has_image": False,
        "link": "https://example.com/updates/7/",
    }
    return Kind(name=name, template=f"emails/{name}", read_anew=read_anew, sample_anew=sample_anew, **more)


UPDATE = _kind(
    "update",
    title=_("Update from the team"),
    subject="%(title)s",
    reason=_("You get this because you are a customer of %(business)s. You can turn such e-mails off."),
    sample=_SAMPLE | {"title": "We now deliver on Saturdays"},
)
ALERT = _kind(
    "alert",
    title=_("Alert that asks for “I have read this”"),
    subject=_("Please read: %(title)s"),
    reason=_("You get this because you are a customer of %(business)s. Alerts are sent to every customer concerned."),
    sample=_SAMPLE | {"title": "No deliveries on Monday"},
)


def register() -> None:
    for kind in (UPDATE, ALERT):
        register_kind(kind)
