"""Charges as the team lists them: each with what is still due of it."""

from datetime import date

from django.db.models import BigIntegerField, F, FilteredRelation, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from billing.models import Charge, ChargeQuery, LedgerEntry
from billing.models.ledger import LedgerQuerySet
from billing.selectors.accounts import overdue_entries
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel.models import BusinessQuerySet

WRITTEN_OFF = (LedgerEntry.Kind.WRITE_OFF, LedgerEntry.Kind.WRITE_OFF_BACK)
STATES = ("open", "overdue", "queried", "paid", "void")


def charges(*, seen_by: User, state: str = "", words: str = "", today: date) -> "BusinessQuerySet[Charge]":
    """Return the charges a member sees, with their contact and what is due, late, written off and credited of each.

    ``state`` is one of STATES, or empty for all.
    """
    found = (
        Charge.objects.filter(sight.within(seen_by))
        .select_related("contact", "invoice")
        .annotate(debit=FilteredRelation("entries", condition=Q(entries__kind=LedgerEntry.Kind.CHARGE)))
        .annotate(due_minor=F("debit__open_minor"), late_minor=_late(today))
        .annotate(written_off_minor=_given(*WRITTEN_OFF), credited_minor=_given(LedgerEntry.Kind.CREDIT_NOTE))
    )
    for word in words.split():
        found = found.filter(Q(description__icontains=word) | Q(contact__display_name__icontains=word))
    if state == "void":
        return found.filter(state=Charge.State.VOID)
    if state == "queried":
        return found.filter(queries__state=ChargeQuery.State.OPEN)
    if state == "paid":
        paid = found.filter(state=Charge.State.OPEN, due_minor=0, written_off_minor=0)
        return paid.exclude(credited_minor=F("amount_minor"))
    if state in {"open", "overdue"}:
        found = found.filter(state=Charge.State.OPEN, due_minor__gt=0)
        return found.filter(pk__in=_overdue(today).values("charge")) if state == "overdue" else found
    return found


def _overdue(today: date) -> LedgerQuerySet:
    """Return the charges' debits of which something should have been paid; under a plan its days say so."""
    return overdue_entries(today).filter(kind=LedgerEntry.Kind.CHARGE)


def _late(today: date) -> Coalesce:
    of_this = _overdue(today).filter(charge=OuterRef("pk"))
    return Coalesce(Subquery(of_this.values(minor=F("late_minor"))[:1]), 0, output_field=BigIntegerField())


def _given(*kinds: str) -> Coalesce:
    given = LedgerEntry.objects.filter(charge=OuterRef("pk"), kind__in=kinds)
    summed = given.order_by().values("charge").annotate(sum=-Sum("amount_minor")).values("sum")
    return Coalesce(Subquery(summed), 0, output_field=BigIntegerField())
