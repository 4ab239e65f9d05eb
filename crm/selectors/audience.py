"""Whom an update is for: one rule for the count in the composer, the mail, the read list and the portal."""

from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q

from crm.models import ContactTag, Customer, Update
from crm.models.customer import Scope
from tenants.kernel.models import BusinessQuerySet

Customers = BusinessQuerySet[Customer]


@dataclass(frozen=True, slots=True)
class Reach:
    """``by_mail`` of ``customers`` get an e-mail; the others read it in the portal."""

    customers: int
    by_mail: int


def customers_of_update(update: Update) -> Customers:
    """Return who sees an update and can be asked to read it: suspended people and archived contacts are left out."""
    return Customer.objects.filter(_meant_by(update), user__suspended_at=None, contact__archived_at=None).filter(
        scopes__contains=[Scope.UPDATES.value]
    )


def recipients_of(update: Update, *, unread_only: bool = False) -> Customers:
    """Return who gets a mail: whoever was welcomed, has an address, and, unless it is an alert, wants such mail."""
    found = customers_of_update(update).exclude(user__email="").exclude(welcomed_at=None)
    if not update.is_alert:
        found = found.filter(wants_update_mail=True)
    if unread_only:
        found = with_receipt(found, update).filter(_unread(update))
    return found


def with_receipt(customers: Customers, update: Update) -> Customers:
    """Add ``read_at`` and ``acknowledged_at`` of one update, in the same query."""
    own = FilteredRelation("update_receipts", condition=Q(update_receipts__update=update.pk))
    return customers.annotate(receipt=own).annotate(
        read_at=F("receipt__read_at"), acknowledged_at=F("receipt__acknowledged_at")
    )


def reach_of(update: Update) -> Reach:
    """Return how many people an update is for, drafts that were never saved included."""
    return Reach(customers_of_update(update).count(), recipients_of(update).count() if update.by_mail else 0)


def _unread(update: Update) -> Q:
    return Q(acknowledged_at=None) if update.is_alert else Q(read_at=None)


def _meant_by(update: Update) -> Q:
    if update.audience == Update.Audience.EVERYONE:
        return Q()
    if update.audience == Update.Audience.CONTACT:
        return Q(contact=update.contact_id or 0)
    return Q(contact__in=ContactTag.objects.filter(tag=update.tag_id or 0).values("contact"))
