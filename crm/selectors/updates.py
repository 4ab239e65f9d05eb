"""What the team's pages about updates ask."""

from dataclasses import dataclass

from django.db.models import Count, Q

from crm.models import Contact, Customer, Update, UpdateMailing
from crm.selectors.audience import customers_of_update, with_receipt
from emails.models import Message
from emails.selectors import messages_by_key
from tenants.kernel import clock
from tenants.kernel.errors import NotFound
from tenants.kernel.models import BusinessQuerySet
from tenants.kernel.scope import require_business

Updates = BusinessQuerySet[Update]


@dataclass(frozen=True, slots=True)
class Reading:
    """How far an update has come among those it is for."""

    customers: int
    read: int
    acknowledged: int

    @property
    def unread(self) -> int:
        return self.customers - self.read

    @property
    def unacknowledged(self) -> int:
        return self.customers - self.acknowledged


@dataclass(frozen=True, slots=True)
class Reader:
    customer: Customer
    mail: Message | None


def update_named(update_id: int) -> Update:
    """Return an update in any state; raises NotFound."""
    found = Update.objects.select_related("tag", "contact", "created_by").filter(pk=update_id).first()
    if found is None:
        raise NotFound
    return found


def updates(*, show: str = "") -> Updates:
    """Return the team's list: all, or those in one state; an expired one is no longer among the published."""
    today = clock.today(require_business().time_zone)
    found = Update.objects.select_related("tag", "contact", "created_by").annotate(
        read_count=Count("receipts"),
        acknowledged_count=Count("receipts", filter=Q(receipts__acknowledged_at__isnull=False)),
    )
    if show == "published":
        return found.live(on=today)
    if show == "expired":
        return found.filter(state=Update.State.PUBLISHED, expires_on__lt=today)
    return found.filter(state=show) if show in Update.State.values else found


def updates_found(words: str) -> Updates:
    """Return the updates in whose title or text every word occurs, the newest first."""
    found = Update.objects.order_by("-pk")
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(body__icontains=word))
    return found


def reading_of(update: Update) -> Reading:
    counted = with_receipt(customers_of_update(update), update).aggregate(
        customers=Count("pk"), read=Count("read_at"), acknowledged=Count("acknowledged_at")
    )
    return Reading(**counted)


def readers_of(update: Update, *, show: str = "") -> BusinessQuerySet[Customer]:
    """Return everybody whom an update is for, with when they read it; or those who have, or have not."""
    found = with_receipt(customers_of_update(update), update).select_related("user", "contact")
    narrowed = {
        "read": Q(read_at__isnull=False),
        "acknowledged": Q(acknowledged_at__isnull=False),
        "waiting": Q(acknowledged_at=None) if update.is_alert else Q(read_at=None),
    }
    return found.filter(narrowed.get(show, Q()))


def with_mail(update: Update, customers: list[Customer]) -> list[Reader]:
    """Add to a page of readers what became of the latest mail to each, in two queries."""
    numbers = list(update.mailings.order_by("-number").values_list("number", flat=True))
    keys = [mail_key(update.pk, number, customer.pk) for number in numbers for customer in customers]
    found = messages_by_key(keys) if keys else {}
    latest = [
        next((mail for number in numbers if (mail := found.get(mail_key(update.pk, number, customer.pk)))), None)
        for customer in customers
    ]
    return [Reader(customer, mail) for customer, mail in zip(customers, latest, strict=True)]


def mail_key(update_id: int, number: int, customer_id: int) -> str:
    """Return the outbox's key of one mail: whoever composes it again finds the first."""
    return f"{mail_keys_of(update_id)}{number}.{customer_id}"


def mail_keys_of(update_id: int) -> str:
    """Return what the keys of all mail about an update begin with."""
    return f"update.{update_id}."


def latest_mailing(update: Update) -> UpdateMailing | None:
    return update.mailings.order_by("-number").first()


def contacts_called(words: str, *, limit: int = 8) -> list[Contact]:
    """Return the active contacts in which every word occurs; one of exactly that name before all others."""
    sought = words.replace("·", " ").strip()
    if not sought:
        return []
    found = Contact.objects.active().matching(sought).prefetch_related("emails").order_by("sort_name", "id")[:limit]
    return sorted(found, key=lambda contact: contact.display_name.casefold() != sought.casefold())
