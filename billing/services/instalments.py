"""Plans to pay what is owed in parts: offered or asked for, agreed to with a name, and ended.

A part that is not paid stays due and is pressed for like anything else. When it is still open after the days of grace
that the agreement names, the plan ends and what is left is due as its charges say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from billing.errors import NoSuchCharge, NothingDue
from billing.errors.autopay import NameMissing, NoSuchPlan, PlanEnded
from billing.models import Charge, InstalmentCharge, InstalmentPart, InstalmentPlan, LedgerEntry
from billing.periods import nth_day
from billing.selectors.instalment_text import text_of
from billing.selectors.instalments import instalment_rules, view_of
from billing.services.consents import Agreement, give_consent
from billing.services.ledger import lock_account
from billing.services.plan_limits import refuse_what_cannot_be_agreed_to, refuse_what_cannot_be_split
from billing.services.plan_mail import tell_of_agreement, tell_of_end, tell_of_offer
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

State = InstalmentPlan.State
Part = tuple[int, int, date, int]
"""Charge, number, day, and minor units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """Which charges, in how many parts, from when on, and how often."""

    charge_ids: Sequence[int]
    parts: int
    rhythm: str
    first_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The name under an agreement, and where it was given."""

    name: str
    user: User
    address: str | None = None


@transaction.atomic
def offer_plan(*, contact_id: int, draft: PlanDraft, by: User) -> InstalmentPlan:
    """Write a plan down for the customer to agree to. A customer may ask only within the business's limits.

    The same plan again, while nobody has agreed to it, is the one that is offered already.
    """
    lock_account(contact_id)
    due = _due(contact_id, draft.charge_ids)
    total = sum((money for _charge, money in due), Money.zero(due[0][1].currency))
    refuse_what_cannot_be_split(total, draft.parts, by)
    parts = _spread(due, total.split([1] * draft.parts), _days(draft))
    known = _offered_before(contact_id, parts)
    if known is not None:
        return _offered_by(known, by)
    plan = InstalmentPlan.objects.create(
        contact_id=contact_id,
        rhythm=draft.rhythm,
        amount_minor=total.minor,
        currency=total.currency,
        grace_days=instalment_rules().grace_days,
        offered_by_name=by.name,
        by_customer=not by.is_member,
    )
    InstalmentCharge.objects.bulk_create(
        InstalmentCharge(plan=plan, charge=charge, amount_minor=money.minor) for charge, money in due
    )
    InstalmentPart.objects.bulk_create(
        InstalmentPart(plan=plan, charge_id=charge_id, number=number, due_on=day, amount_minor=minor)
        for charge_id, number, day, minor in parts
    )
    record("instalments.offered", plan, contact_id=contact_id, amount=_shown(total), parts=draft.parts, by=by.name)
    if by.is_member:
        tell_of_offer(plan)
    return plan


@transaction.atomic
def agree_to_plan(
    *, contact_id: int, plan_id: int, signature: Signature, autopay: Agreement | None = None
) -> InstalmentPlan:
    """Have the plan's days count from now on. Agreeing twice is agreeing once.

    What is owed, and for a plan that a customer asked for the business's limits, are looked at again; a refusal leaves
    the plan as it was. With ``autopay`` the same click is the customer's word that their card may be charged: both are
    written down, or neither.
    """
    if not signature.name.strip():
        raise NameMissing
    lock_account(contact_id)
    plan = _plan(contact_id, plan_id)
    if plan.state == State.ACTIVE:
        return plan
    if plan.state != State.OFFERED:
        raise PlanEnded
    refuse_what_cannot_be_agreed_to(plan)
    plan.state, plan.agreed_at = State.ACTIVE, clock.now()
    plan.agreed_name, plan.agreed_user_id = signature.name.strip(), signature.user.pk
    plan.agreed_address, plan.agreed_text = signature.address, text_of(view_of(plan))
    plan.save()
    plan.charges.update(is_live=True)
    _look_again(plan)
    record("instalments.agreed", plan, contact_id=contact_id, amount=_shown(plan.amount), name=plan.agreed_name)
    tell_of_agreement(plan)
    if autopay is not None:
        give_consent(contact_id=contact_id, agreement=autopay, by=signature.user)
    return plan


@transaction.atomic
def cancel_plan(*, contact_id: int, plan_id: int, by: User) -> InstalmentPlan:
    """End a plan by the team, or an offer by whoever wants none; what is left is due as its charges say."""
    lock_account(contact_id)
    plan = _plan(contact_id, plan_id)
    if plan.state == State.ACTIVE and not by.is_member:
        raise PlanEnded
    if plan.is_live:
        _end(plan, State.CANCELED, by.name)
        record("instalments.canceled", plan, contact_id=contact_id, amount=_shown(plan.amount), by=by.name)
    return plan


@transaction.atomic
def end_if_missed(plan_id: int) -> None:
    """End a plan of which a part is still open after its days of grace."""
    plan = InstalmentPlan.objects.get(pk=plan_id)
    lock_account(plan.contact_id)
    plan.refresh_from_db()
    if plan.state != State.ACTIVE:
        return
    latest = clock.today(require_business().time_zone) - timedelta(days=plan.grace_days)
    if any(each.left and each.due_on < latest for each in view_of(plan).instalments):
        _end(plan, State.MISSED, "")
        record("instalments.missed", plan, contact_id=plan.contact_id, amount=_shown(plan.amount))
        tell_of_end(plan)


def _end(plan: InstalmentPlan, state: str, by: str) -> None:
    plan.state, plan.ended_at, plan.ended_by_name = state, clock.now(), by
    plan.save(update_fields=["state", "ended_at", "ended_by_name"])
    plan.charges.update(is_live=False)


def _plan(contact_id: int, plan_id: int) -> InstalmentPlan:
    plan = InstalmentPlan.objects.filter(contact_id=contact_id, pk=plan_id).first()
    if plan is None:
        raise NoSuchPlan
    return plan


def _due(contact_id: int, charge_ids: Sequence[int]) -> list[tuple[Charge, Money]]:
    """Return the chosen charges with what is open of each, the one that falls due first first."""
    known = set(Charge.objects.filter(contact_id=contact_id, pk__in=charge_ids).values_list("pk", flat=True))
    if known != set(charge_ids):
        raise NoSuchCharge
    entries = LedgerEntry.objects.unsettled().filter(charge_id__in=known, kind=LedgerEntry.Kind.CHARGE)
    free = entries.exclude(charge__instalment_charges__is_live=True).filter(currency=require_business().currency)
    due = [(entry.charge, entry.open) for entry in free.select_related("charge").order_by("due_on", "pk")]
    if not due:
        raise NothingDue
    return [(charge, money) for charge, money in due if charge is not None]


def _days(draft: PlanDraft) -> list[date]:
    """Return the day of each part; a month that is too short has its last day."""
    return [nth_day(draft.first_on, draft.rhythm, number) for number in range(draft.parts)]


def _offered_before(contact_id: int, parts: list[Part]) -> InstalmentPlan | None:
    offers = InstalmentPlan.objects.filter(contact_id=contact_id, state=State.OFFERED).prefetch_related("parts")
    wanted = sorted(parts)
    return next((plan for plan in offers.order_by("pk") if sorted(_said(plan)) == wanted), None)


def _offered_by(plan: InstalmentPlan, by: User) -> InstalmentPlan:
    """What a customer asked for and the team offers as well is the team's offer: it stands whatever the limits say."""
    if plan.by_customer and by.is_member:
        plan.by_customer, plan.offered_by_name = False, by.name
        plan.save(update_fields=["by_customer", "offered_by_name"])
        tell_of_offer(plan)
    return plan


def _said(plan: InstalmentPlan) -> list[Part]:
    return [(part.charge_id, part.number, part.due_on, part.amount_minor) for part in plan.parts.all()]


def _spread(due: list[tuple[Charge, Money]], amounts: list[Money], days: list[date]) -> list[Part]:
    """Lay the instalments over the charges in the order in which payments settle them."""
    waiting = [(charge, money.minor) for charge, money in due]
    parts: list[Part] = []
    for number, (amount, day) in enumerate(zip(amounts, days, strict=True), start=1):
        left = amount.minor
        while left:
            charge, minor = waiting.pop(0)
            used = min(left, minor)
            parts.append((charge.pk, number, day, used))
            left -= used
            if used < minor:
                waiting.insert(0, (charge, minor - used))
    return parts


def _look_again(plan: InstalmentPlan) -> None:
    """Have the plan looked at on the morning on which each of its parts would be too late."""
    for day in set(plan.parts.values_list("due_on", flat=True)):
        too_late = day + timedelta(days=plan.grace_days + 1)
        morning = datetime.combine(too_late, time(3), ZoneInfo(require_business().time_zone))
        enqueue("billing.end_if_missed", due_at=morning, plan_id=plan.pk)


def _shown(amount: Money) -> str:
    return amount.format(require_business().locale)
