"""A contact's account line by line: the ledger with the balance after each entry."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, Q, Sum, Value, Window
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from billing.models import LedgerEntry
from billing.models.ledger import LedgerQuerySet
from billing.selectors.adjustments import is_moved
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

_SUM = Coalesce(Sum("amount_minor"), Value(0, BigIntegerField()))
LINES_A_PAGE = 50
_OWN_REASONS = (LedgerEntry.Kind.WRITE_OFF, LedgerEntry.Kind.WRITE_OFF_BACK, LedgerEntry.Kind.CREDIT_NOTE)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One ledger entry, and the balance after it."""

    entry: LedgerEntry
    balance: Money

    @property
    def effective_on(self) -> date:
        return self.entry.effective_on

    @property
    def kind_name(self) -> str:
        """What kind of line it is, in words; what only moved to a charge was not given to anybody."""
        return _("Moved to a charge") if is_moved(self.entry) else str(self.entry.get_kind_display())

    @property
    def description(self) -> str:
        """What it is called; what names nothing is called by its kind."""
        if is_moved(self.entry):
            return _("%(receipt)s: moved to a charge") % {"receipt": self.entry.description}
        return self.entry.description or self.kind_name

    @property
    def reason(self) -> str:
        """Why: of the charge, of its voiding, or of what was written off or given."""
        charge = self.entry.charge
        if is_moved(self.entry):
            return _("What the bank took of it is asked for as a charge instead. The balance stays the same.")
        if self.entry.reason or charge is None or self.kind in _OWN_REASONS:
            return self.entry.reason
        return charge.void_reason if self.kind == LedgerEntry.Kind.CHARGE_VOID else charge.reason

    @property
    def note(self) -> str:
        """What kind of line it is and why, without saying again what it is called."""
        kind = "" if is_moved(self.entry) or self.kind_name == self.description else self.kind_name
        return ": ".join(part for part in (kind, self.reason) if part)

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


def account_lines(
    contact_id: int,
    since: date | None = None,
    until: date | None = None,
    currency: str = "",
    *,
    opening: Money | None = None,
) -> list[AccountLine]:
    """Return the ledger between two days, both included, oldest first, with the balance after each line.

    Whoever knows the ``opening`` balance already saves adding it up.
    """
    currency = currency or require_business().currency
    entries = LedgerEntry.objects.filter(contact_id=contact_id, currency=currency)
    if opening is None:
        opening = balance_before(contact_id, since, currency) if since else Money.zero(currency)
    if since:
        entries = entries.filter(effective_on__gte=since)
    if until:
        entries = entries.filter(effective_on__lte=until)
    return _with_balance(entries, opening, ["effective_on", "pk"])


def has_lines(contact_id: int) -> bool:
    """Say whether anything was ever on a contact's account."""
    return LedgerEntry.objects.filter(contact_id=contact_id).exists()


def balance_before(contact_id: int, day: date, currency: str = "") -> Money:
    """Return the balance at the start of a day."""
    currency = currency or require_business().currency
    entries = LedgerEntry.objects.filter(contact_id=contact_id, currency=currency, effective_on__lt=day)
    return Money(entries.aggregate(sum=_SUM)["sum"], currency)


def account_page(
    contact_id: int, *, before: int | None = None, currency: str = "", balance: Money | None = None
) -> AccountPage:
    """Return a page of the ledger, newest first, going on below the line ``before``.

    Whoever knows the ``balance`` already saves adding it up.
    """
    currency = currency or require_business().currency
    mine = LedgerEntry.objects.filter(contact_id=contact_id, currency=currency)
    last = mine.filter(pk=before).first() if before else None
    if last is not None:
        older = Q(effective_on__lt=last.effective_on) | Q(effective_on=last.effective_on, pk__lt=last.pk)
        mine = mine.filter(older)
    newest = list(mine.select_related("charge", "payment").order_by("-effective_on", "-pk")[: LINES_A_PAGE + 1])
    running = mine.aggregate(sum=_SUM)["sum"] if balance is None or last is not None else balance.minor
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
