"""What a contact owes, of what it is made up, and how it came to be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BigIntegerField, F, Sum, Value
from django.db.models.functions import Coalesce, Sign

from billing.models import Charge, LedgerEntry
from billing.models.ledger import LedgerQuerySet
from billing.selectors.overdue import due_before, next_day
from billing.selectors.promises import promised_until
from billing.selectors.queries import queried_charge_ids
from billing.selectors.transfers import reserved_of
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

_BIG = BigIntegerField()
_OPEN_PART = F("open_minor") * Sign("amount_minor", output_field=_BIG)
_SUM = Coalesce(Sum("amount_minor"), Value(0, _BIG))


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A charge of which something is still due. ``is_on_its_way`` when a bank payment for it has been started.

    ``is_queried`` while the customer does not recognise it; ``promised_until`` the day by which they said they pay.
    """

    charge: Charge
    due: Money
    is_overdue: bool
    day: date | None = None
    """The next day on which something of it is due under a plan to pay in parts."""
    is_on_its_way: bool = False
    told: Money | None = None
    """How much of it a customer says to have paid by transfer, while nobody has looked."""
    held: Money | None = None
    """How much of that nobody asks for: for some days only."""
    credit_used: Money | None = None
    """How much of it credit has paid; filled in where it is shown."""
    is_queried: bool = False
    promised_until: date | None = None
    invoice_number: str = ""
    """Of the invoice on which it stands, as soon as that is issued."""

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
        return self.day or self.charge.due_on

    @property
    def is_in_parts(self) -> bool:
        return self.day is not None

    @property
    def amount(self) -> Money:
        return self.charge.amount

    @property
    def on_its_way(self) -> Money:
        """How much of it nobody is asked for, because it is said to come."""
        if self.is_on_its_way:
            return self.due
        return min(self.held or Money.zero(self.due.currency), self.due)

    @property
    def is_told(self) -> bool:
        return self.told is not None

    @property
    def untold(self) -> Money:
        """How much of it nobody says to have paid yet."""
        return self.due - min(self.told, self.due) if self.told else self.due

    @property
    def is_pending(self) -> bool:
        """Say whether all that is due of it is on its way."""
        return self.on_its_way == self.due

    @property
    def deposit(self) -> Money:
        """What is missing of the deposit that was asked for; nothing where none was, or a plan says when to pay."""
        return Money(0 if self.is_in_parts else self.charge.deposit_left(self.due.minor), self.due.currency)

    @property
    def is_to_pay(self) -> bool:
        """Say whether it is the customer's turn: not all of it is on its way, and they recognise it."""
        return not (self.is_pending or self.is_queried)

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


def balance_of(contact_id: int, currency: str = "") -> Money:
    """Return what a contact owes, in the business's own currency unless told otherwise; below zero for credit."""
    currency = currency or require_business().currency
    entries = LedgerEntry.objects.unsettled().filter(contact_id=contact_id, currency=currency)
    return Money(entries.aggregate(balance=Sum(_OPEN_PART))["balance"] or 0, currency)


def balances(contact_ids: Iterable[int]) -> dict[int, Money]:
    """Return the balance of each contact in one query; see standings."""
    return {contact_id: standing.balance for contact_id, standing in standings(contact_ids).items()}


def standings(contact_ids: Iterable[int], currency: str = "") -> dict[int, Standing]:
    """Return how each contact stands in one query; it reads only what is open, however long the history.

    In the business's own currency unless told otherwise; see ``all_standings``.
    """
    currency = currency or require_business().currency
    rows = (
        LedgerEntry.objects.unsettled()
        .filter(contact_id__in=list(ids := set(contact_ids)), currency=currency)
        .values("contact_id")
        .annotate(balance=Sum(_OPEN_PART), overdue=Sum(due_before(_today())))
    )
    known = {row["contact_id"]: (row["balance"], row["overdue"] or 0) for row in rows}
    found = ((contact_id, known.get(contact_id, (0, 0))) for contact_id in ids)
    return {
        contact_id: Standing(Money(balance, currency), Money(overdue, currency))
        for contact_id, (balance, overdue) in found
    }


def all_standings(contact_ids: Iterable[int]) -> dict[int, list[Standing]]:
    """Return how each contact stands in each currency, in one query; the business's own is always first."""
    own = require_business().currency
    rows = (
        LedgerEntry.objects.unsettled()
        .filter(contact_id__in=list(ids := set(contact_ids)))
        .values("contact_id", "currency")
        .annotate(balance=Sum(_OPEN_PART), overdue=Sum(due_before(_today())))
        .order_by("currency")
    )
    found = {contact_id: [Standing(Money.zero(own), Money.zero(own))] for contact_id in ids}
    for row in rows:
        currency, mine = row["currency"], found[row["contact_id"]]
        standing = Standing(Money(row["balance"], currency), Money(row["overdue"] or 0, currency))
        mine[:] = [standing, *mine[1:]] if currency == own else [*mine, standing]
    return found


def account_currencies(contact_id: int) -> list[str]:
    """Return the currencies that a contact's account is kept in, the business's own first."""
    own = require_business().currency
    others = LedgerEntry.objects.filter(contact_id=contact_id).exclude(currency=own)
    return [own, *sorted(others.values_list("currency", flat=True).distinct())]


def overdue_entries(today: date | None = None) -> LedgerQuerySet:
    """Return what should have been paid before today, where the business is, in any currency."""
    late = due_before(today or _today())
    entries: LedgerQuerySet = LedgerEntry.objects.unsettled().annotate(late_minor=late).filter(late_minor__gt=0)
    return entries


def _today() -> date:
    return clock.today(require_business().time_zone)


def open_items(contact_id: int, currency: str = "") -> list[OpenItem]:
    """Return the charges of which something is due, the one that falls due first first, in one currency."""
    currency = currency or require_business().currency
    entries = (
        LedgerEntry.objects.unsettled()
        .filter(contact_id=contact_id, currency=currency, kind=LedgerEntry.Kind.CHARGE)
        .select_related("charge")
        .annotate(late=due_before(_today()), day=next_day(), number=F("charge__invoice__number"))
        .order_by("due_on", "pk")
    )
    queried, promised = queried_charge_ids([contact_id]), promised_until([contact_id])
    on_its_way, told = reserved_of(contact_id)
    items = [
        OpenItem(
            charge=entry.charge,
            due=entry.open,
            is_overdue=entry.late > 0,  # type: ignore[attr-defined]
            day=entry.day,  # type: ignore[attr-defined]
            is_on_its_way=entry.charge_id in on_its_way,
            is_queried=entry.charge_id in queried,
            promised_until=promised.get(entry.charge.pk),
            told=Money(told[entry.charge.pk][0], currency) if entry.charge.pk in told else None,
            held=Money(told[entry.charge.pk][1], currency) if entry.charge.pk in told else None,
            invoice_number=entry.number or "",  # type: ignore[attr-defined]
        )
        for entry in entries
        if entry.charge is not None and entry.due_on is not None
    ]
    return sorted(items, key=lambda item: item.due_on)


def due_by_charge(charge_ids: Iterable[int]) -> dict[int, Money]:
    """Return what is still due of each charge, in one query; charges that are settled or void are left out."""
    entries = LedgerEntry.objects.unsettled().filter(charge_id__in=list(charge_ids), kind=LedgerEntry.Kind.CHARGE)
    return {entry.charge_id: entry.open for entry in entries if entry.charge_id is not None}
