"""Promises to pay: which are open, and which were kept or broken, as the ledger says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate

from billing.errors import NoSuchPromise
from billing.models import Allocation, Charge, InstalmentPart, InstalmentPlan, LedgerEntry, Promise
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


class Outcome(StrEnum):
    """``late`` was paid after its day; ``ended`` made way for another promise, or for the team's word."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    LATE = "late"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """What a contact has said they pay, and by when; ``amount`` is what is due of the charge today."""

    promise: Promise
    charge: Charge
    amount: Money
    day: date

    @property
    def contact_id(self) -> int:
        return self.promise.contact_id


@dataclass(frozen=True, slots=True)
class Judged:
    """A promise and what became of it."""

    promise: Promise
    outcome: Outcome


def promised_until(contact_ids: Iterable[int] | None = None, *, on: date | None = None) -> dict[int, date]:
    """Return by charge the day until which it is promised: of these contacts, or of all; as of today or ``on`` a day.

    The day itself still counts; from the next one on the promise is kept or broken.
    """
    promises = Promise.objects.filter(ended_at=None, until__gte=on or _today())
    if contact_ids is not None:
        promises = promises.filter(contact_id__in=list(contact_ids))
    return dict(promises.values_list("charge_id", "until"))


def promises_open() -> list[OpenPromise]:
    """Return what is promised from today on and not paid yet, the first day first."""
    promises = _unpaid().filter(until__gte=_today()).select_related("charge").order_by("until", "pk")
    return [
        OpenPromise(promise, promise.charge, Money(_minor(promise), promise.currency), promise.until)
        for promise in promises
    ]


def broken_promises(member: User | None = None, *, on: date | None = None) -> QuerySet[Promise]:
    """Return the promises whose day has passed, today or ``on`` a day, and whose charge was not paid by then.

    Of all contacts, or of those a member sees. What was paid in time and is due again, say after a refund, was kept;
    of what is paid in parts, those that fell due by that day were promised.
    """
    promised = _unpaid().alias(kept_minor=_paid_in_time(), later_minor=_parts_after())
    broken = promised.filter(kept_minor__lt=F("charge__amount_minor") - F("later_minor"))
    broken = broken.filter(until__lt=on or _today()).select_related("charge", "contact").order_by("until", "pk")
    return broken if member is None else broken.filter(sight.within(member))


def with_payment(promises: QuerySet[Promise]) -> QuerySet[Promise]:
    """Read along what is still due of each promise's charge, and how much of it was paid in time; see outcome_of."""
    debits = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.CHARGE, charge=OuterRef("charge"))
    still_open = Subquery(debits.values("open_minor")[:1])
    return promises.select_related("charge").annotate(
        open_minor=still_open, kept_minor=_paid_in_time(), later_minor=_parts_after()
    )


def outcome_of(promise: Promise) -> Outcome:
    """Say what became of a promise from with_payment."""
    if promise.ended_at is not None:
        return Outcome.ENDED
    in_time = promise.until < _today() or not _minor(promise)
    wanted = promise.charge.amount_minor - promise.later_minor  # type: ignore[attr-defined]
    if in_time and promise.kept_minor >= wanted:  # type: ignore[attr-defined]
        return Outcome.KEPT
    if _minor(promise):
        return Outcome.OPEN if promise.until >= _today() else Outcome.BROKEN
    return Outcome.LATE


def promises_about(charge_id: int) -> list[Judged]:
    """Return what was promised of a charge, the latest first."""
    rows = with_payment(Promise.objects.filter(charge_id=charge_id)).order_by("-pk")
    return [Judged(promise, outcome_of(promise)) for promise in rows]


def promise_named(promise_id: int) -> Promise:
    promise = with_payment(Promise.objects.select_related("charge")).filter(pk=promise_id).first()
    if promise is None:
        raise NoSuchPromise
    return promise


def _paid_in_time() -> Coalesce:
    """Return, for a promise, how much of its charge was settled when its day ended, whatever was given back since.

    An allocation that was cut in two later counts as it was then: what is left of it is not counted again.
    """
    ended_on = TruncDate("released_at", tzinfo=ZoneInfo(require_business().time_zone))
    of_this = Allocation.objects.alias(ended_on=ended_on).filter(
        debit__charge=OuterRef("charge"),
        debit__kind=LedgerEntry.Kind.CHARGE,
        credit__effective_on__lte=OuterRef("until"),
    )
    cut = Allocation.objects.alias(ended_on=ended_on).filter(
        credit=OuterRef("credit"),
        debit=OuterRef("debit"),
        pk__lt=OuterRef("pk"),
        ended_on__gt=OuterRef(OuterRef("until")),
    )
    stood = of_this.filter(Q(released_at=None) | Q(ended_on__gt=OuterRef("until"))).filter(~Exists(cut))
    summed = stood.order_by().values("debit").annotate(sum=Sum("amount_minor")).values("sum")
    return Coalesce(Subquery(summed), 0, output_field=BigIntegerField())


def _parts_after() -> Coalesce:
    """Return, for a promise, how much of its charge falls due later under a plan that was agreed to."""
    kept_to = [InstalmentPlan.State.ACTIVE, InstalmentPlan.State.PAID]
    later = InstalmentPart.objects.filter(
        charge=OuterRef("charge"), plan__state__in=kept_to, due_on__gt=OuterRef("until")
    )
    summed = later.order_by().values("charge").annotate(minor=Sum("amount_minor")).values("minor")
    return Coalesce(Subquery(summed), 0, output_field=BigIntegerField())


def _unpaid() -> QuerySet[Promise]:
    debit = LedgerEntry.objects.unsettled().filter(kind=LedgerEntry.Kind.CHARGE, charge=OuterRef("charge"))
    return Promise.objects.filter(Exists(debit), ended_at=None, charge__entries__kind="charge").annotate(
        open_minor=F("charge__entries__open_minor")
    )


def _minor(promise: Promise) -> int:
    return int(promise.open_minor)  # type: ignore[attr-defined]


def _today() -> date:
    return clock.today(require_business().time_zone)
