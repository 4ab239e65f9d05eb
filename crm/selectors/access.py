"""How far each customer has come: from the welcome e-mail to the portal."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from crm.models import Contact, Customer
from crm.registry import Condition
from emails.models import Message
from tenants.accounts.models import User


class PortalState(models.TextChoices):
    """What the team wants to know at a glance; a state of the mail until the customer has been inside."""

    NOT_SENT = "not_sent", _("not sent")
    QUEUED = "queued", _("queued")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    OPENED = "opened", _("opened")
    BOUNCED = "bounced", _("bounced")
    SIGNED_IN = "signed_in", _("signed in")
    SUSPENDED = "suspended", _("suspended")

    @property
    def tone(self) -> str:
        return _TONES.get(self, "")


_TONES = {
    PortalState.SIGNED_IN: "success",
    PortalState.BOUNCED: "danger",
    PortalState.SUSPENDED: "warning",
    PortalState.NOT_SENT: "warning",
    PortalState.DELIVERED: "info",
    PortalState.OPENED: "info",
    PortalState.SENT: "info",
}
_OF_MAIL = {
    Message.State.QUEUED: PortalState.QUEUED,
    Message.State.SENDING: PortalState.QUEUED,
    Message.State.HELD: PortalState.QUEUED,
    Message.State.SENT: PortalState.SENT,
    Message.State.DELIVERED: PortalState.DELIVERED,
    Message.State.OPENED: PortalState.OPENED,
    Message.State.BOUNCED: PortalState.BOUNCED,
    Message.State.COMPLAINED: PortalState.BOUNCED,
    Message.State.FAILED: PortalState.NOT_SENT,
    Message.State.CANCELLED: PortalState.NOT_SENT,
}


@dataclass(frozen=True, slots=True)
class Access:
    """One customer of a contact, how far they have come, and when they were last here."""

    customer: Customer
    state: PortalState
    seen_at: datetime | None

    @property
    def user(self) -> User:
        return self.customer.user

    @property
    def is_suspended(self) -> bool:
        return self.state == PortalState.SUSPENDED


def access_by_contact(contact_ids: Iterable[int]) -> dict[int, list[Access]]:
    """Return the customers of several contacts, the first one first, in one query."""
    customers = list(
        Customer.objects.filter(contact__in=list(contact_ids))
        .select_related("user")
        .annotate(
            seen_at=Greatest("user__last_login", Max("user__sessions__last_seen_at")),
            mail_state=Subquery(Message.objects.filter(pk=OuterRef("welcome_message_id")).values("state")),
        )
        .order_by("id")
    )
    found: dict[int, list[Access]] = defaultdict(list)
    for customer in customers:
        state = _state(customer, customer.mail_state or "")
        found[customer.contact_id].append(Access(customer, state, customer.seen_at))
    return found


def access_of(contact: Contact) -> list[Access]:
    return access_by_contact([contact.pk])[contact.pk]


def waiting_for_sign_in() -> Condition:
    """Contacts none of whose customers has been inside."""
    inside = Customer.objects.filter(contact=OuterRef("pk")).filter(_HAS_BEEN_IN)
    return ~Exists(inside)


def with_bounced_welcome() -> Condition:
    troubled = Message.objects.filter(kind="welcome", state__in=Message.TROUBLED).values("pk")
    return Exists(Customer.objects.filter(contact=OuterRef("pk"), welcome_message_id__in=troubled))


def with_suspended_access() -> Condition:
    return Exists(Customer.objects.filter(contact=OuterRef("pk"), user__suspended_at__isnull=False))


_HAS_BEEN_IN = Q(user__last_login__gte=F("welcomed_at"))


def _state(customer: Customer, mail: str) -> PortalState:
    if customer.user.suspended_at is not None:
        return PortalState.SUSPENDED
    if customer.has_signed_in:
        return PortalState.SIGNED_IN
    return _OF_MAIL[Message.State(mail)] if mail else PortalState.NOT_SENT
