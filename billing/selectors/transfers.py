"""Transfers that customers have told of."""

from django.db.models import QuerySet

from billing.errors.paying import NoSuchTransfer
from billing.models import TransferItem, TransferNotice
from billing.references import contacts_in
from crm.models import Contact
from tenants.accounts import sight
from tenants.accounts.models import User


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


def told_charge_ids(contact_id: int) -> set[int]:
    """Return the charges of a contact for which a transfer is to be checked."""
    items = TransferItem.objects.filter(is_live=True, notice__contact_id=contact_id)
    return set(items.values_list("charge_id", flat=True))


def contact_by_reference(text: str, *, seen_by: User) -> int | None:
    """Return the contact whose reference stands in a text, if this member sees them; None otherwise."""
    found = Contact.objects.filter(sight.within(seen_by, "pk"), pk__in=contacts_in(text))
    ids = list(found.values_list("pk", flat=True)[:2])
    return ids[0] if len(ids) == 1 else None
