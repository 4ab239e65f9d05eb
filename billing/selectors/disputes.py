"""Disputes as the team looks at them, and what of the account they touch."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from billing.errors import NoSuchDispute
from billing.models import Allocation, Dispute, LedgerEntry, Payment
from billing.models.dispute import ANSWERABLE, CLOSED
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.scope import require_business

SOON, VERY_SOON = 7, 3
"""Days to go at which an answer is marked as pressing, and as nearly too late."""
MOST_WAITING = 99


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until which day an answer counts, where the business is; ``days`` to go, below zero when it is over."""

    day: date
    days: int

    @property
    def tone(self) -> str:
        return "danger" if self.days <= VERY_SOON else "warning" if self.days <= SOON else "info"


def disputes(*, seen_by: User) -> QuerySet[Dispute]:
    """Return the disputes that a member sees, with their payment and contact."""
    return Dispute.objects.filter(sight.within(seen_by)).select_related("payment", "contact")


def dispute_named(dispute_id: int, *, seen_by: User) -> Dispute:
    """Return a dispute; raises NoSuchDispute when there is none that the member sees."""
    found = disputes(seen_by=seen_by).filter(pk=dispute_id).first()
    if found is None:
        raise NoSuchDispute
    return found


def waiting_disputes(*, seen_by: User) -> list[Dispute]:
    """Return the disputes that want an answer which still counts, the most pressing first."""
    wanted = disputes(seen_by=seen_by).filter(state__in=ANSWERABLE, evidence_due_at__gt=clock.now())
    return list(wanted.exclude(answer_state="asked").order_by("evidence_due_at", "pk")[:MOST_WAITING])


def disputes_of(payment_id: int) -> list[Dispute]:
    return list(Dispute.objects.filter(payment_id=payment_id).order_by("-pk"))


def deadline_of(dispute: Dispute) -> Deadline | None:
    """Return until when the team can answer; None when there is nothing to answer."""
    if not dispute.needs_answer or dispute.evidence_due_at is None:
        return None
    zone = require_business().time_zone
    day = dispute.evidence_due_at.astimezone(ZoneInfo(zone)).date()
    return Deadline(day, (day - clock.today(zone)).days)


def disputed_charge_ids(contact_ids: Iterable[int] | None = None) -> set[int]:
    """Return the charges that are due again because of a dispute that is open, or lost and not asked for again.

    Nobody is reminded of them and no card is charged; whoever wants to pay them still can.
    """
    undecided = ~Q(state__in=CLOSED) | Q(state=Dispute.State.LOST, claimed_again_at=None)
    disputed = Dispute.objects.filter(undecided)
    if contact_ids is not None:
        disputed = disputed.filter(contact_id__in=list(contact_ids))
    freed = Allocation.objects.filter(
        credit__kind=LedgerEntry.Kind.PAYMENT,
        credit__payment__in=disputed.values("payment"),
        released_at__isnull=False,
        debit__kind=LedgerEntry.Kind.CHARGE,
        debit__open_minor__gt=0,
    )
    return {charge_id for charge_id in freed.values_list("debit__charge_id", flat=True) if charge_id is not None}


def reopened_by(payment: Payment) -> list[LedgerEntry]:
    """Return the charges that a payment had settled and that are due again."""
    freed = Allocation.objects.filter(credit__payment=payment, credit__kind="payment", released_at__isnull=False)
    entries = LedgerEntry.objects.filter(kind="charge", open_minor__gt=0, settled_by__in=freed).distinct()
    return list(entries.select_related("charge").order_by("due_on", "pk"))


def taken_twice(dispute: Dispute) -> LedgerEntry | None:
    """Return the dispute's own debit as long as it is open: money that had been given back before the bank took it."""
    return LedgerEntry.objects.unsettled().filter(key=f"dispute:{dispute.stripe_dispute}").first()
