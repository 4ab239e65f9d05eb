"""How much of what is open is due by a day, in SQL: the ledger's days, or those of a plan that was agreed to."""

from datetime import date

from django.db.models import BigIntegerField, Case, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least

from billing.models import InstalmentCharge, InstalmentPart, InstalmentPlan

_NOTHING = Value(0, BigIntegerField())


def due_before(day: date) -> Combinable:
    """Return, for an unsettled ledger entry, what of it falls due before a day; nothing for a credit.

    What a charge under a plan still owes is owed by its last parts, so what these do not hold is due earlier. What is
    open beyond all of them, say after a refund, is due as the charge says.
    """
    parts = InstalmentPart.objects.filter(charge=OuterRef("charge"), plan__state=InstalmentPlan.State.ACTIVE)
    later, planned = _sum_of(parts.filter(due_on__gte=day)), _sum_of(parts)
    in_plan = Case(When(due_on__lt=day, then=F("open_minor")), default=Least(F("open_minor"), planned))
    is_planned = Q(charge__in=InstalmentCharge.objects.filter(is_live=True).values("charge"))
    return Case(
        When(amount_minor__lte=0, then=_NOTHING),
        When(is_planned, then=Greatest(in_plan - later, _NOTHING)),
        When(due_on__lt=day, then=F("open_minor")),
        default=_NOTHING,
        output_field=BigIntegerField(),
    )


def _sum_of(parts: "QuerySet[InstalmentPart]") -> Combinable:
    summed = parts.order_by().values("charge").annotate(minor=Sum("amount_minor")).values("minor")
    return Coalesce(Subquery(summed), _NOTHING)


def next_day() -> Combinable:
    """Return, for an unsettled charge under a plan, the day of its first part that is still open; else null.

    Its last parts are open as far as it owes; the first of these is the one whose followers hold less than that. What
    is open beyond all of them is due as the charge says, which may be earlier.
    """
    after = (
        InstalmentPart.objects.filter(plan=OuterRef("plan"), charge=OuterRef("charge"), number__gt=OuterRef("number"))
        .order_by()
        .values("charge")
        .annotate(minor=Sum("amount_minor"))
        .values("minor")
    )
    parts = InstalmentPart.objects.filter(charge=OuterRef("charge"), plan__state=InstalmentPlan.State.ACTIVE)
    still_open = parts.alias(after=Coalesce(Subquery(after), _NOTHING)).filter(after__lt=OuterRef("open_minor"))
    first = Subquery(still_open.order_by("number").values("due_on")[:1])
    in_parts = parts.order_by().values("charge").annotate(minor=Sum("amount_minor")).values("minor")
    return Case(When(open_minor__gt=Subquery(in_parts), then=Least(F("due_on"), first)), default=first)
