"""What keeps a plan from being offered, asked for or agreed to; a customer's own is held to the business's limits."""

from datetime import timedelta

from billing.errors.autopay import PlanBeyondLimits, PlanOutdated, PlansNotOffered, PlanTooLate, PlanTooSmall
from billing.models import InstalmentCharge, InstalmentPlan, LedgerEntry
from billing.selectors.instalments import instalment_rules, view_of
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.errors import MangoError
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

FEWEST_PARTS, MOST_PARTS = 2, 60


def refuse_what_cannot_be_split(total: Money, parts: int, by: User) -> None:
    """Raise why nobody may split so much into so many parts, or why a customer may not do so by themselves."""
    if not FEWEST_PARTS <= parts <= min(MOST_PARTS, total.minor):
        raise PlanBeyondLimits(most=MOST_PARTS)
    if not by.is_member:
        _refuse_beyond_the_limits(total, parts)


def refuse_what_cannot_be_agreed_to(plan: InstalmentPlan) -> None:
    """Raise why an offer cannot be agreed to any more: the limits, what is owed, or its first day say so."""
    view = view_of(plan)
    if plan.by_customer:
        _refuse_beyond_the_limits(plan.amount, len(view.instalments))
    _refuse_what_has_changed(plan)
    first = view.instalments[0].due_on
    if first + timedelta(days=plan.grace_days) < clock.today(require_business().time_zone):
        raise PlanTooLate


def hindrance(plan: InstalmentPlan) -> str:
    """Return the sentence that agreeing to an offer would be refused with, or nothing."""
    try:
        refuse_what_cannot_be_agreed_to(plan)
    except MangoError as refusal:
        return str(refusal)
    return ""


def _refuse_beyond_the_limits(total: Money, parts: int) -> None:
    rules = instalment_rules()
    if not rules.is_offered:
        raise PlansNotOffered(business=require_business().name)
    if parts > rules.most_parts:
        raise PlanBeyondLimits(most=rules.most_parts)
    if total <= rules.above or min(total.split([1] * parts)) < rules.smallest:
        raise PlanTooSmall(above=_shown(rules.above), smallest=_shown(rules.smallest))


def _refuse_what_has_changed(plan: InstalmentPlan) -> None:
    """The parts are of what was open when they were made; anything else needs another plan."""
    charges = list(plan.charges.all())
    now = {
        entry.charge_id or 0: entry.open_minor
        for entry in LedgerEntry.objects.filter(
            charge_id__in=[each.charge_id for each in charges], kind=LedgerEntry.Kind.CHARGE
        )
    }
    taken = InstalmentCharge.objects.filter(charge_id__in=now, is_live=True).exists()
    if taken or any(now.get(each.charge_id) != each.amount_minor for each in charges):
        raise PlanOutdated


def _shown(amount: Money) -> str:
    return amount.format(require_business().locale)
