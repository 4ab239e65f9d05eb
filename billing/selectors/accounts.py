"""What a contact owes, of what it is made up, and how it came to be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BigIntegerField, F, Q, Sum, Value, Window
from django.db.models.functions import Coalesce, Sign

from billing.models import Charge, LedgerEntry
from billing.models.ledger import LedgerQuerySet
from billing.selectors.queries import queried_charge_ids
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

_BIG = BigIntegerField()
_OPEN_PART = F("open_minor") * Sign("amount_minor", output_field=_BIG)
_SUM = Coalesce(Sum("amount_minor"), Value(0, _BIG))
_OWN_REASONS = (LedgerEntry.Kind.WRITE_OFF, LedgerEntry.Kind.WRITE_OFF_BACK, LedgerEntry.Kind.CREDIT_NOTE)
LINES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A charge of which something is still due. ``is_on_its_way`` when a bank payment for it has been started.

    ``is_queried`` while the customer does not recognise it.
    """

    charge: Charge
    due: Money
    is_overdue: bool
    is_on_its_way: bool = False
    credit_used: Money | None = None
    """How much of it credit has paid; filled in where it is shown."""
    is_queried: bool = False

    @property
    def charge_id(self) -> int:
        return self.charge.pk

    @property
    def key(self) -> str:
        """The value of its tick box."""
        return str(self.charge.pk)

    @property
    def description(self) -> str:
        return self.charge.description

    @property
    def reason(self) -> str:
        return self.charge.reason

    @property
    def added_by_name(self) -> str:
        return self.charge.added_by_name

    @property
    def created_at(self) -> datetime:
        return self.charge.created_at

    @property
    def due_on(self) -> date:
        return self.charge.due_on

    @property
    def amount(self) -> Money:
        return self.charge.amount

    @property
    def deposit(self) -> Money:
        """What is missing of the deposit that was asked for; nothing where none was."""
        return Money(self.charge.deposit_left(self.due.minor), self.due.currency)

    @property
    def is_to_pay(self) -> bool:
        """Say whether it is the customer's turn: nothing is on its way for it, and they recognise it."""
        return not (self.is_on_its_way or self.is_queried)

    @property
    def is_partly_paid(self) -> bool:
        return self.due.minor < self.charge.amount_minor


@dataclass(frozen=True, slots=True)
class Standing:
    """What a contact owes, below zero when they have credit, and how much of it should have been paid by now."""

    balance: Money
    overdue: Money

    @property
    def owed(self) -> Money:
        return max(self.balance, Money.zero(self.balance.currency), key=lambda money: money.minor)

    @property
    def credit(self) -> Money:
        return max(-self.balance, Money.zero(self.balance.currency), key=lambda money: money.minor)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One ledger entry, and the balance after it."""

    entry: LedgerEntry
    balance: Money

    @property
    def effective_on(self) -> date:
        return self.entry.effective_on

    @property
    def description(self) -> str:
        """What it is called; what names nothing is called by its kind."""
        return self.entry.description or str(self.entry.get_kind_display())

    @property
    def reason(self) -> str:
        """Why: of the charge, of its voiding, or of what was written off or given."""
        charge = self.entry.charge
        if self.entry.reason or charge is None or self.kind in _OWN_REASONS:
            return self.entry.reason
        return charge.void_reason if self.kind == LedgerEntry.Kind.CHARGE_VOID else charge.reason

    @property
    def note(self) -> str:
        """What kind of line it is and why, without saying again what it is called."""
        kind = str(self.entry.get_kind_display())
        return ": ".join(part for part in (kind if kind != self.description else "", self.reason) if part)

    @property
    def kind(self) -> str:
        return self.entry.kind

    @property
    def payment_id(self) -> int | None:
        return self.entry.payment_id

    @property
    def credit_id(self) -> int | None:
        """The credit that this line gave or took back."""
        if self.kind == LedgerEntry.Kind.CREDIT:
            return self.entry.pk
        return int(self.entry.key.split(":")[1]) if self.kind == LedgerEntry.Kind.CREDIT_BACK else None

    @property
    def amount(self) -> Money:
        return self.entry.amount


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Lines newest first; ``next_before`` names the line to go on from, None at the end."""

    lines: list[AccountLine]
    next_before: int | None


def balance_of(contact_id: int) -> Money:
    """Return what a contact owes; below zero when they have credit."""
    return balances([contact_id])[contact_id]


def balances(contact_ids: Iterable[int]) -> dict[int, Money]:
    """Return the balance of each contact in one query; see standings."""
    return {contact_id: standing.balance for contact_id, standing in standings(contact_ids).items()}


def standings(contact_ids: Iterable[int]) -> dict[int, Standing]:
    """Return how each contact stands in one query; it reads only what is open, however long the history."""
    currency = require_business().currency
    rows = (
        LedgerEntry.objects.unsettled()
        .filter(contact_id__in=list(ids := set(contact_ids)), currency=currency)
        .values("contact_id")
        .annotate(balance=Sum(_OPEN_PART), overdue=Sum("open_minor", filter=_is_overdue()))
    )
    known = {row["contact_id"]: (row["balance"], row["overdue"] or 0) for row in rows}
    found = ((contact_id, known.get(contact_id, (0, 0))) for contact_id in ids)
    return {
        contact_id: Standing(Money(balance, currency), Money(overdue, currency))
        for contact_id, (balance, overdue) in found
    }


def overdue_entries() -> LedgerQuerySet:
    """Return what should have been paid before today, where the business is."""
    currency: str = require_business().currency
    entries: LedgerQuerySet = LedgerEntry.objects.unsettled().filter(_is_overdue(), currency=currency)
    return entries


def _is_overdue() -> Q:
    return Q(amount_minor__gt=0, due_on__lt=clock.today(require_business().time_zone))


def open_items(contact_id: int) -> list[OpenItem]:
    """Return the charges of which something is due, the one that falls due first first."""
    business = require_business()
    today = clock.today(business.time_zone)
    entries = (
        LedgerEntry.objects.unsettled()
        .filter(contact_id=contact_id, currency=business.currency, kind=LedgerEntry.Kind.CHARGE)
        .select_related("charge")
        .order_by("due_on", "pk")
    )
    on_its_way = set(
        Charge.objects.filter(
            contact_id=contact_id, attempt_items__is_live=True, attempt_items__attempt__state="processing"
        ).values_list("pk", flat=True)
    )
    queried = queried_charge_ids([contact_id])
    return [
        OpenItem(
            charge=entry.charge,
            due=entry.open,
            is_overdue=entry.due_on < today,
            is_on_its_way=entry.charge_id in on_its_way,
            is_queried=entry.charge_id in queried,
        )
        for entry in entries
        if entry.charge is not None and entry.due_on is not None
    ]


def due_by_charge(charge_ids: Iterable[int]) -> dict[int, Money]:
    """Return what is still due of each charge, in one query; charges that are settled or void are left out."""
    entries = LedgerEntry.objects.unsettled().filter(charge_id__in=list(charge_ids), kind=LedgerEntry.Kind.CHARGE)
    return {entry.charge_id: entry.open for entry in entries if entry.charge_id is not None}


def account_lines(contact_id: int, since: date | None = None, until: date | None = None) -> list[AccountLine]:
    """Return the ledger between two days, both included, oldest first, with the balance after each line."""
    currency = require_business().currency
    entries = LedgerEntry.objects.filter(contact_id=contact_id, currency=currency)
    opening = balance_before(contact_id, since) if since else Money.zero(currency)
    if since:
        entries = entries.filter(effective_on__gte=since)
    if until:
        entries = entries.filter(effective_on__lte=until)
    return _with_balance(entries, opening, ["effective_on", "pk"])


def has_lines(contact_id: int) -> bool:
    """Say whether anything was ever on a contact's account."""
    return LedgerEntry.objects.filter(contact_id=contact_id).exists()


def balance_before(contact_id: int, day: date) -> Money:
    """Return the balance at the start of a day."""
    currency = require_business().currency
    entries = LedgerEntry.objects.filter(contact_id=contact_id, currency=currency, effective_on__lt=day)
    return Money(entries.aggregate(sum=_SUM)["sum"], currency)


def account_page(contact_id: int, *, before: int | None = None) -> AccountPage:
    """Return a page of the ledger, newest first, going on below the line ``before``."""
    currency = require_business().currency
    mine = LedgerEntry.objects.filter(contact_id=contact_id, currency=currency)
    last = mine.filter(pk=before).first() if before else None
    if last is not None:
        older = Q(effective_on__lt=last.effective_on) | Q(effective_on=last.effective_on, pk__lt=last.pk)
        mine = mine.filter(older)
    newest = list(mine.select_related("charge", "payment").order_by("-effective_on", "-pk")[: LINES_A_PAGE + 1])
    running = mine.aggregate(sum=_SUM)["sum"]
    lines = []
    for entry in newest[:LINES_A_PAGE]:
        lines.append(AccountLine(entry, Money(running, currency)))
        running -= entry.amount_minor
    more = len(newest) > LINES_A_PAGE
    return AccountPage(lines, lines[-1].entry.pk if more else None)


def _with_balance(entries: LedgerQuerySet, opening: Money, order: list[str]) -> list[AccountLine]:
    running = Window(Sum("amount_minor"), order_by=order)
    rows = entries.annotate(running=running).select_related("charge", "payment").order_by(*order)
    sums = [(row, Money(row.running, opening.currency)) for row in rows]  # type: ignore[attr-defined]
    return [AccountLine(row, opening + sum_so_far) for row, sum_so_far in sums]
