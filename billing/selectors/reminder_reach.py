"""Whom mail about money goes to, and what keeps it from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Lower

from billing.models import ContactReminders
from crm.models import ContactEmail, Customer
from emails.models import Suppression
from tenants.kernel.mail import Recipient


@dataclass(frozen=True, slots=True)
class Reach:
    """How one contact is reached; ``recipient`` is None while they have no address."""

    recipient: Recipient | None
    is_suppressed: bool
    reminds: bool = True
    sends_statements: bool = True
    left_out_on: date | None = None


def reach_of(contact_ids: Iterable[int]) -> dict[int, Reach]:
    """Return how each contact is reached, in a few queries: at their main address, else at their first customer's."""
    ids = list(contact_ids)
    recipients = _recipients(ids)
    addresses = {to.address.lower() for to in recipients.values()}
    dead = _suppressed(addresses)
    choices = {choice.contact_id: choice for choice in ContactReminders.objects.filter(contact_id__in=ids)}
    found = {}
    for contact_id in ids:
        to, choice = recipients.get(contact_id), choices.get(contact_id) or ContactReminders(contact_id=contact_id)
        found[contact_id] = Reach(
            recipient=to,
            is_suppressed=to is not None and to.address.lower() in dead,
            reminds=choice.reminds,
            sends_statements=choice.sends_statements,
            left_out_on=choice.left_out_on,
        )
    return found


def _recipients(contact_ids: list[int]) -> dict[int, Recipient]:
    found: dict[int, Recipient] = {}
    people = Customer.objects.filter(contact_id__in=contact_ids, user__suspended_at=None).exclude(user__email="")
    for customer in people.select_related("user").order_by("-pk"):
        user = customer.user
        found[customer.contact_id] = Recipient(
            user.email, name=user.name, contact_id=customer.contact_id, user_id=user.pk
        )
    mains = ContactEmail.objects.filter(contact_id__in=contact_ids).select_related("contact")
    for main in mains.order_by("is_primary", "-pk"):
        name = main.contact.display_name
        found[main.contact_id] = Recipient(main.address, name=name, contact_id=main.contact_id)
    return found


def _suppressed(addresses: Iterable[str]) -> set[str]:
    dead = Suppression.objects.annotate(folded=Lower("address")).filter(folded__in=list(addresses))
    return set(dead.values_list("folded", flat=True))
