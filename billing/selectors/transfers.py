"""Transfers that customers have told of, and how much of what is due their word holds."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from billing.errors.paying import NoSuchTransfer
from billing.models import AttemptItem, Invoice, PaymentAttempt, TransferItem, TransferNotice
from billing.models.transfer import HELD_FOR
from billing.references import contacts_in
from crm.models import Contact
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

HELD_DAYS = HELD_FOR.days
_AROUND = ".,;:()[]\"'"


def transfers(seen_by: User, state: str = "waiting") -> QuerySet[TransferNotice]:
    """Return notices within a member's scope, newest first."""
    found = TransferNotice.objects.filter(sight.within(seen_by)).select_related("contact", "proof", "payment")
    return found.filter(state=state) if state in TransferNotice.State.values else found


def transfer_named(notice_id: int) -> TransferNotice:
    found = TransferNotice.objects.select_related("contact", "proof", "payment").filter(pk=notice_id).first()
    if found is None:
        raise NoSuchTransfer
    return found


def told_by(contact_id: int) -> list[TransferNotice]:
    """Return what a contact's customers have told of and the team has not looked at yet."""
    return list(
        TransferNotice.objects.filter(contact_id=contact_id, state=TransferNotice.State.WAITING).order_by("-pk")
    )


def was_told(contact_id: int, request_key: UUID) -> bool:
    """Say whether a contact's customer has told of a transfer by this form."""
    return TransferNotice.objects.filter(contact_id=contact_id, request_key=request_key).exists()


def told_minor(contact_ids: Iterable[int] | None = None, *, on: date | None = None) -> dict[int, int]:
    """Return how much of each charge is said to be transferred, today or ``on`` a day: of these contacts, or all.

    That much is left alone until somebody has looked, or HELD_FOR has passed; the rest is due as ever.
    """
    told = TransferItem.objects.filter(is_live=True, notice__created_at__gte=_held_since(on))
    if contact_ids is not None:
        told = told.filter(notice__contact_id__in=list(contact_ids))
    return dict(told.order_by().values_list("charge_id").annotate(Sum("amount_minor")))


def reserved_of(contact_id: int) -> tuple[set[int], dict[int, tuple[int, int]]]:
    """Return, in one query, a contact's charges that a bank is at work on, and those that transfers are looked for.

    Of these how much is said to be transferred, and how much of that is left alone.
    """
    nothing = Value(None, BigIntegerField())
    debits = AttemptItem.objects.filter(
        is_live=True, attempt__contact_id=contact_id, attempt__state=PaymentAttempt.State.PROCESSING
    ).values_list("charge_id", nothing, nothing)
    held = Coalesce(Sum("amount_minor", filter=Q(notice__created_at__gte=_held_since(None))), 0)
    items = TransferItem.objects.filter(is_live=True, notice__contact_id=contact_id).order_by().values("charge_id")
    told = items.annotate(told=Sum("amount_minor"), held=held).values_list("charge_id", "told", "held")
    rows = list(debits.union(told))
    return (
        {charge_id for charge_id, minor, _held in rows if minor is None},
        {charge_id: (minor, held) for charge_id, minor, held in rows if minor is not None},
    )


def _held_since(day: date | None) -> datetime:
    """Return since when a word has to have been given that still holds today, or on a day."""
    zone = require_business().time_zone
    return datetime.combine((day or clock.today(zone)) - HELD_FOR, time(), ZoneInfo(zone))


def beyond(minor: int, days: Iterable[tuple[date, Money]]) -> list[tuple[date, Money]]:
    """Return what is due on which day beyond an amount, which goes to the first days first, as a payment does."""
    rest = []
    for day, money in days:
        used = min(minor, money.minor)
        minor -= used
        if used < money.minor:
            rest.append((day, Money(money.minor - used, money.currency)))
    return rest


def contact_by_reference(text: str, *, seen_by: User) -> int | None:
    """Return the contact whose reference stands in a text, or the number of whose invoice, which papers name.

    None where that is nobody's, more than one contact's, or of one that this member does not see.
    """
    named = contacts_in(text) or _invoiced_in(text)
    found = Contact.objects.filter(sight.within(seen_by, "pk"), pk__in=named)
    ids = list(found.values_list("pk", flat=True)[:2])
    return ids[0] if len(ids) == 1 else None


def _invoiced_in(text: str) -> list[int]:
    """Return the contacts whose invoices' numbers stand in a text, each as a word of its own or as all of it."""
    words = {word.strip(_AROUND) for word in text.split()} | {text.strip()}
    invoices = Invoice.objects.issued().filter(number__in=words - {""})
    return list(invoices.order_by().values_list("contact_id", flat=True).distinct())
