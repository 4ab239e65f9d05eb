"""What was written off and given without money having moved."""

from collections.abc import Iterable

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from billing.errors import NoSuchCharge, NoSuchCredit
from billing.models import Charge, LedgerEntry
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel.money import Money

Kind = LedgerEntry.Kind
MOVED = "credit:claimed-"


def charge_named(charge_id: int) -> Charge:
    """Return a charge; raises NoSuchCharge. Whether a member sees it is decided where its address leads."""
    charge = Charge.objects.filter(pk=charge_id).first()
    if charge is None:
        raise NoSuchCharge
    return charge


def write_offs_of(charge_id: int) -> list[LedgerEntry]:
    """Return what is written off of a charge and has not been taken back, oldest first."""
    found = LedgerEntry.objects.filter(charge_id=charge_id, kind=Kind.WRITE_OFF)
    return list(_standing(found, "write_off_back:").order_by("pk"))


def credits_of(payment_id: int) -> list[LedgerEntry]:
    """Return what of a payment was given back as credit on the account and still stands, newest first."""
    found = LedgerEntry.objects.filter(payment_id=payment_id, kind=Kind.CREDIT)
    return list(_standing(found, "credit_back:").order_by("-pk"))


def credited_of(payment_id: int, currency: str) -> Money:
    """Return how much of a payment was given back as credit on the account."""
    return Money(-sum(credit.amount_minor for credit in credits_of(payment_id)), currency)


def credit_named(credit_id: int, *, seen_by: User) -> LedgerEntry:
    """Return a credit that was given; raises NoSuchCredit when there is none that the member sees."""
    found = LedgerEntry.objects.filter(sight.within(seen_by), pk=credit_id, kind=Kind.CREDIT)
    credit = found.select_related("contact", "payment").first()
    if credit is None:
        raise NoSuchCredit
    return credit


def is_moved(credit: LedgerEntry) -> bool:
    """Say whether a credit only moved to a charge of its own what a bank took twice; nobody was given anything."""
    return credit.key.startswith(MOVED)


def taken_back_of(credit: LedgerEntry) -> LedgerEntry | None:
    """Return the entry that took a credit back; None while it stands."""
    return LedgerEntry.objects.filter(key=f"credit_back:{credit.pk}").first()


def uses_of(credit: LedgerEntry) -> Iterable[tuple[LedgerEntry, Money]]:
    """Yield what a credit pays for now, and how much of it."""
    for use in credit.used_for.filter(released_at=None).select_related("debit", "credit").order_by("pk"):
        yield use.debit, use.amount


def _standing(found: "QuerySet[LedgerEntry]", back: str) -> "QuerySet[LedgerEntry]":
    undone = LedgerEntry.objects.filter(key=Concat(Value(back), Cast(OuterRef("pk"), CharField())))
    return found.exclude(Exists(undone))
