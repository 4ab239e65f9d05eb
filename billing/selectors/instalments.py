"""Plans to pay in parts: what of them is paid, and what of a charge is due on which day. The ledger says it all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from billing.errors.autopay import NoSuchPlan
from billing.models import Charge, InstalmentPart, InstalmentPlan, InstalmentRules
from billing.selectors.accounts import due_by_charge
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

State = InstalmentPlan.State


@dataclass(frozen=True, slots=True)
class Instalment:
    """One of a plan's days, and how much of its amount is still open."""

    number: int
    due_on: date
    amount: Money
    left: Money
    is_overdue: bool

    @property
    def is_paid(self) -> bool:
        return not self.left


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan as it stands."""

    plan: InstalmentPlan
    instalments: list[Instalment]

    @property
    def left(self) -> Money:
        return sum((each.left for each in self.instalments), Money.zero(self.plan.currency))

    @property
    def paid(self) -> Money:
        return self.plan.amount - self.left

    @property
    def charge_ids(self) -> list[int]:
        """What can still be paid on it: what was taken off the account meanwhile is not among them."""
        left = self.plan.charges.filter(charge__state=Charge.State.OPEN)
        return list(left.values_list("charge_id", flat=True))

    @property
    def next(self) -> Instalment | None:
        return next((each for each in self.instalments if each.left), None)

    @property
    def payable(self) -> Money | None:
        """What is asked for now: everything that is late, or the next part; None when nothing is agreed to or left."""
        if self.plan.state != State.ACTIVE or self.next is None:
            return None
        return self.overdue or self.next.left

    @property
    def overdue(self) -> Money:
        late = (each.left for each in self.instalments if each.is_overdue)
        return sum(late, Money.zero(self.plan.currency))


def instalment_rules() -> InstalmentRules:
    """Return the business's rules; as they are from the start while nobody has changed any."""
    return InstalmentRules.as_it_is()


def plans_of(contact_id: int) -> list[PlanView]:
    """Return a contact's plans that are offered or agreed to, the latest first."""
    live = InstalmentPlan.objects.filter(contact_id=contact_id, state__in=[State.OFFERED, State.ACTIVE])
    return [view_of(plan) for plan in live.order_by("-pk")]


def plan_of(contact_id: int, plan_id: int) -> PlanView:
    """Return one plan of a contact; another contact's is as unknown as one that never was."""
    plan = InstalmentPlan.objects.filter(contact_id=contact_id, pk=plan_id).first()
    if plan is None:
        raise NoSuchPlan
    return view_of(plan)


def view_of(plan: InstalmentPlan) -> PlanView:
    """Return how far a plan is paid: nothing of one that was only offered, all of one that was paid.

    Of one that ended otherwise it is what the ledger says, but no part of it is late.
    """
    parts = list(plan.parts.order_by("number", "charge__due_on", "charge_id"))
    left = _left_of(plan, parts)
    today = clock.today(require_business().time_zone)
    found = []
    for number, same in groupby(parts, key=lambda part: part.number):
        day = list(same)
        whole, open_part = sum(part.amount_minor for part in day), sum(left[part.pk] for part in day)
        is_overdue = plan.state == State.ACTIVE and open_part > 0 and day[0].due_on < today
        amounts = (Money(whole, plan.currency), Money(open_part, plan.currency))
        found.append(Instalment(number, day[0].due_on, *amounts, is_overdue))
    return PlanView(plan, found)


def _left_of(plan: InstalmentPlan, parts: Sequence[InstalmentPart]) -> dict[int, int]:
    if plan.state == State.PAID:
        return dict.fromkeys((part.pk for part in parts), 0)
    return _left(parts) if plan.agreed_at else {part.pk: part.amount_minor for part in parts}


def instalment_days(charge_ids: Iterable[int]) -> dict[int, list[tuple[date, Money]]]:
    """Return what is still open of charges under a plan, by the day on which it is due, the first day first.

    Charges without a plan are left out. What is open beyond the plan, say after a refund, is due as the charge says.
    """
    parts = list(
        InstalmentPart.objects.filter(charge_id__in=list(charge_ids), plan__state=State.ACTIVE)
        .select_related("charge")
        .order_by("number")
    )
    left = _left(parts)
    days: dict[int, list[tuple[date, Money]]] = {part.charge_id: [] for part in parts}
    for part in parts:
        if left[part.pk]:
            days[part.charge_id].append((part.due_on, Money(left[part.pk], part.charge.currency)))
    _add_what_is_beyond(days, {part.charge_id: part.charge for part in parts})
    return {charge_id: sorted(found, key=lambda each: each[0]) for charge_id, found in days.items()}


def _add_what_is_beyond(days: dict[int, list[tuple[date, Money]]], charges: dict[int, Charge]) -> None:
    for charge_id, due in due_by_charge(charges).items():
        beyond = due - sum((money for _day, money in days[charge_id]), Money.zero(due.currency))
        if beyond:
            days[charge_id].append((charges[charge_id].due_on, beyond))


def _left(parts: Sequence[InstalmentPart]) -> dict[int, int]:
    """Return what is open of each part: what a charge still owes is owed by its last parts."""
    due = due_by_charge({part.charge_id for part in parts})
    open_minor = {charge_id: money.minor for charge_id, money in due.items()}
    left = {}
    for part in sorted(parts, key=lambda part: part.number, reverse=True):
        minor = min(part.amount_minor, open_minor.get(part.charge_id, 0))
        left[part.pk] = minor
        open_minor[part.charge_id] = open_minor.get(part.charge_id, 0) - minor
    return left
