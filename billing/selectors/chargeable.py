"""What autopay may charge: what has fallen due, less everything that somebody has to settle otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Sum

from billing.models import (
    AttemptItem,
    AutopayConsent,
    AutopayRun,
    LedgerEntry,
    PaymentAttempt,
    SavedCard,
)
from billing.selectors.disputes import disputed_charge_ids
from billing.selectors.given_back import refunded_minor
from billing.selectors.given_up import given_up_until
from billing.selectors.instalments import instalment_days
from billing.selectors.promises import promised_until
from billing.selectors.queries import queried_charge_ids
from billing.selectors.transfers import beyond, told_minor
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


@dataclass(frozen=True, slots=True)
class Due:
    """What of a charge falls due on a day, and the day on which a card is charged for it."""

    charge_id: int
    description: str
    amount: Money
    due_on: date
    charged_on: date


def chargeable(consent: AutopayConsent, card: SavedCard) -> list[Due]:
    """Return what is to be charged now, the one that falls due first first, as far as the consent reaches."""
    today = clock.today(require_business().time_zone)
    due = [each for each in dues(consent, card) if each.charged_on <= today]
    return _within_limit(consent, _one_each(due))


def announced(consent: AutopayConsent, card: SavedCard, day: date) -> list[Due]:
    """Return what is to be charged on a day to come, as it stands now and as far as the consent reaches by then."""
    coming = [each for each in dues(consent, card) if each.charged_on <= day]
    if consent.limit is None:
        return [each for each in coming if each.charged_on == day]
    return _last_of(consent, consent.limit, coming, day)


def _last_of(consent: AutopayConsent, limit: Money, coming: Sequence[Due], day: date) -> list[Due]:
    """Live through the days until then, as charges on each leave less of its month's limit; return the last one's."""
    today, kept = clock.today(require_business().time_zone), list[Due]()
    left, month = limit - _charged_this_month(consent.contact_id), today.replace(day=1)
    for on in sorted({day, *(max(today, each.charged_on) for each in coming)}):
        if on.replace(day=1) != month:
            left, month = limit, on.replace(day=1)
        kept = _within(left, _one_each([each for each in coming if each.charged_on <= on]))
        coming = _without(coming, kept, on)
        left -= sum((each.amount for each in kept), Money.zero(limit.currency))
    return kept


def _without(coming: Sequence[Due], charged: Sequence[Due], on: date) -> list[Due]:
    ids = {each.charge_id for each in charged}
    return [each for each in coming if each.charged_on > on or each.charge_id not in ids]


def dues(consent: AutopayConsent, card: SavedCard) -> list[Due]:
    """Return all that is open on an account and that autopay is to settle, on the days that were agreed to.

    What a customer says to have transferred is not among it, until the team has not found it or has not looked; nor is
    what was refunded, as each amount is charged once, nor what this card could not pay. While a refused card waits for
    its next try, all that falls due by then waits with it.
    """
    contact_id = consent.contact_id
    entries = (
        LedgerEntry.objects.unsettled()
        .filter(contact_id=contact_id, currency=require_business().currency, kind=LedgerEntry.Kind.CHARGE)
        .exclude(charge_id__in=_left_out(contact_id))
        .order_by("due_on", "pk")
    )
    planned = instalment_days(entry.charge_id for entry in entries if entry.charge_id)
    promised, told, refunded = promised_until([contact_id]), told_minor([contact_id]), refunded_minor([contact_id])
    failed, next_try = given_up_until(contact_id, card), _next_try(contact_id, card)
    found = []
    for entry in entries:
        charge_id = entry.charge_id or 0
        not_asked_for = told.get(charge_id, 0) + refunded.get(charge_id, 0)
        days = beyond(not_asked_for, planned.get(charge_id, _days_of(entry)))
        if _is_promised(promised.get(charge_id)) or (days and days[0][0] <= failed.get(charge_id, date.min)):
            continue
        found += [
            Due(charge_id, entry.description, amount, day, max(_after(day, consent.days_after_due), next_try))
            for day, amount in days
        ]
    return sorted(found, key=lambda each: each.due_on)


def tried_before(contact_id: int) -> set[int]:
    """Return the charges that a refused card has been tried for, and that are tried again."""
    items = AttemptItem.objects.filter(
        attempt__contact_id=contact_id, attempt__autopay_run__state=AutopayRun.State.OPEN, is_live=False
    )
    return set(items.values_list("charge_id", flat=True))


def _next_try(contact_id: int, card: SavedCard) -> date:
    """Return the day until which a refused card is not charged again; another card need not wait for it."""
    runs = AutopayRun.objects.filter(contact_id=contact_id, card=card, state=AutopayRun.State.OPEN)
    again_at = runs.filter(next_try_at__gt=clock.now()).values_list("next_try_at", flat=True).first()
    return again_at.astimezone(ZoneInfo(require_business().time_zone)).date() if again_at else date.min


def _after(day: date, days: int) -> date:
    """Some days later; nothing is later than the last day there is."""
    return day + timedelta(days=min(days, (date.max - day).days))


def _days_of(entry: LedgerEntry) -> list[tuple[date, Money]]:
    return [(entry.due_on, entry.open)] if entry.due_on else []


def _is_promised(until: date | None) -> bool:
    """Whoever has said by when they pay is left alone until then."""
    return until is not None and clock.today(require_business().time_zone) <= until


def _left_out(contact_id: int) -> set[int]:
    """Return the charges that are being paid, disputed or not recognised."""
    being_paid = AttemptItem.objects.filter(is_live=True, attempt__contact_id=contact_id)
    questioned = queried_charge_ids([contact_id]) | disputed_charge_ids([contact_id])
    return set(being_paid.values_list("charge_id", flat=True)) | questioned


def _one_each(due: Sequence[Due]) -> list[Due]:
    """Put the parts of a charge together that are charged at once."""
    merged: dict[int, Due] = {}
    for each in due:
        before = merged.get(each.charge_id)
        amount = each.amount if before is None else before.amount + each.amount
        first = each if before is None else before
        merged[each.charge_id] = Due(first.charge_id, first.description, amount, first.due_on, first.charged_on)
    return list(merged.values())


def _within_limit(consent: AutopayConsent, due: Sequence[Due]) -> list[Due]:
    """Keep what the month's limit holds; the rest is left for the customer to pay."""
    if consent.limit is None:
        return list(due)
    return _within(consent.limit - _charged_this_month(consent.contact_id), due)


def _within(left: Money, due: Sequence[Due]) -> list[Due]:
    """Keep whole items, in order."""
    kept = []
    for each in due:
        if each.amount <= left:
            kept.append(each)
            left -= each.amount
    return kept


def _charged_this_month(contact_id: int) -> Money:
    business = require_business()
    first = clock.today(business.time_zone).replace(day=1)
    since = datetime.combine(first, time(), ZoneInfo(business.time_zone))
    states = [PaymentAttempt.State.SUCCEEDED, *PaymentAttempt.LIVE]
    charged = PaymentAttempt.objects.filter(
        contact_id=contact_id, autopay_run__isnull=False, state__in=states, created_at__gte=since
    )
    return Money(charged.aggregate(sum=Sum("amount_minor"))["sum"] or 0, business.currency)
