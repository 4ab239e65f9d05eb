"""Writing the ledger: effects that happen once, and the allocation of what was paid to what was owed.

One rule decides: money never lies idle while something is due, unless it is on its way back. Credits, oldest first,
settle debits, what falls due first first, and what its customer does not recognise last; what is left is credit
on the account. Everything here runs under the lock on the contact.
"""

from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import BigIntegerField, Case, F, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from billing.errors import NoSuchContact
from billing.models import Allocation, LedgerEntry, RefundOrder
from billing.services.plan_ends import end_paid_plans
from billing.services.turns import in_turn
from crm.models import Contact
from tenants.kernel import clock


def lock_account(contact_id: int) -> Contact:
    """Hold a contact's account until the transaction ends: whoever changes its ledger waits here in turn."""
    contact = Contact.objects.select_for_update(no_key=True).filter(pk=contact_id).first()
    if contact is None:
        raise NoSuchContact
    return contact


def post(entry: LedgerEntry) -> bool:
    """Add an effect unless it has been added before; return whether it is new."""
    if LedgerEntry.objects.filter(key=entry.key).exists():
        return False
    entry.open_minor = abs(entry.amount_minor)
    entry.save(force_insert=True)
    return True


def take_back(credit: LedgerEntry, debit: LedgerEntry, *, settles: bool = True) -> bool:
    """Post a debit that undoes a credit or a part of it, once; what that had settled is due again, latest use first."""
    debit.due_on = debit.effective_on
    if not post(debit):
        return False
    release(latest_uses(credit), debit.amount_minor - credit.open_minor)
    credit.refresh_from_db()
    allocate(credit, debit, min(debit.amount_minor, credit.open_minor))
    if settles:
        settle_account(debit.contact_id, debit.currency)
    return True


def give_again(debit: LedgerEntry, credit: LedgerEntry) -> bool:
    """Post a credit that undoes what was taken back, once; what had gone for it settles what it did, then what is due.

    What it did settle goes before what falls due before that: a card would be charged for it again.
    """
    if not post(credit):
        return False
    release(latest_uses(debit), debit.amount_minor)
    debit.refresh_from_db()
    allocate(credit, debit, min(credit.open_minor, debit.open_minor))
    settle_account(credit.contact_id, credit.currency, first=_settled_before(debit.payment_id))
    return True


def _settled_before(payment_id: int | None) -> list[int]:
    """Return the charges that a payment has settled and does not settle any more."""
    uses = Allocation.objects.filter(credit__payment=payment_id, credit__kind=LedgerEntry.Kind.PAYMENT)
    freed = uses.filter(released_at__isnull=False, debit__charge__isnull=False)
    return [charge_id for charge_id in freed.values_list("debit__charge_id", flat=True) if charge_id is not None]


def settle_account(contact_id: int, currency: str, *, first: Iterable[int] = ()) -> None:
    """Match open credits with open debits until one side is used up; debits of the charges ``first`` go first."""
    _settle(contact_id, currency, first)
    end_paid_plans(contact_id)


def _settle(contact_id: int, currency: str, first: Iterable[int]) -> None:
    unsettled = LedgerEntry.objects.unsettled().filter(contact_id=contact_id, currency=currency)
    credits_left = list(unsettled.credits().annotate(going=_going_back()).order_by("effective_on", "pk"))
    if not credits_left:
        return
    turns = in_turn(list(unsettled.debits()), list(first))
    for credit in credits_left:
        free = credit.open_minor - credit.going  # type: ignore[attr-defined]
        for turn in turns:
            used = max(0, min(free, turn.left))
            allocate(credit, turn.debit, used)
            free, turn.left = free - used, turn.left - used


def _going_back() -> Coalesce:
    """Return, for what is open of a payment, how much of it is to be refunded and has not gone yet."""
    waiting = RefundOrder.objects.filter(
        payment=OuterRef("payment"), state__in=[RefundOrder.State.ASKED, RefundOrder.State.PENDING]
    )
    summed = waiting.order_by().values("payment").annotate(minor=Sum("amount_minor")).values("minor")
    is_payment = When(kind=LedgerEntry.Kind.PAYMENT, then=Subquery(summed))
    return Coalesce(Case(is_payment, output_field=BigIntegerField()), Value(0, BigIntegerField()))


def settle_parts(credit: LedgerEntry, parts: Mapping[int, int]) -> None:
    """Use a new credit for what it was paid for: so many minor units of each charge, as far as they are still due."""
    debits = LedgerEntry.objects.unsettled().filter(charge_id__in=parts, kind=LedgerEntry.Kind.CHARGE)
    for debit in debits.filter(contact_id=credit.contact_id, currency=credit.currency).order_by("due_on", "pk"):
        minor = parts.get(debit.charge_id or 0, 0)
        allocate(credit, debit, min(minor, credit.open_minor, debit.open_minor))


def allocate(credit: LedgerEntry, debit: LedgerEntry, minor: int) -> None:
    """Use part of a credit for a debit; nothing happens for nothing."""
    if minor <= 0:
        return
    Allocation.objects.create(credit=credit, debit=debit, amount_minor=minor)
    LedgerEntry.objects.filter(pk__in=[credit.pk, debit.pk]).update(open_minor=F("open_minor") - minor)
    for entry in (credit, debit):
        entry.open_minor -= minor


def release(allocations: Iterable[Allocation], minor: int) -> None:
    """End allocations in the order given until ``minor`` is free again; one that is cut in two keeps its rest."""
    for allocation in allocations:
        if minor <= 0:
            return
        freed = min(minor, allocation.amount_minor)
        minor -= freed
        _end(allocation)
        if rest := allocation.amount_minor - freed:
            credit, debit = allocation.credit, allocation.debit
            credit.refresh_from_db()
            debit.refresh_from_db()
            allocate(credit, debit, rest)


def _end(allocation: Allocation) -> None:
    Allocation.objects.filter(pk=allocation.pk).update(released_at=clock.now())
    LedgerEntry.objects.filter(pk__in=[allocation.credit_id, allocation.debit_id]).update(
        open_minor=F("open_minor") + allocation.amount_minor
    )


def latest_uses(entry: LedgerEntry) -> list[Allocation]:
    """Return the allocations in force of a credit to charges, or of a debit, latest first."""
    active = Allocation.objects.filter(released_at=None).select_related("credit", "debit").order_by("-pk")
    if entry.amount_minor < 0:
        return list(active.filter(credit=entry, debit__kind=LedgerEntry.Kind.CHARGE))
    return list(active.filter(debit=entry))


def next_receipt_number() -> int:
    """Take the business's next receipt number; it is given back if the transaction does not commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO billing_receipt_counter (id, last_number) VALUES (1, 1)"
            " ON CONFLICT (id) DO UPDATE SET last_number = billing_receipt_counter.last_number + 1"
            " RETURNING last_number"
        )
        (number,) = cursor.fetchone()
    return int(number)
