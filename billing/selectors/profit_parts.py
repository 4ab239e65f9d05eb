"""What profit is made of, row by row: charges without their tax, what was let go, costs, Stripe's fees, expenses.

Every figure of the profit page is a sum of these rows, each converted and rounded once, so that all of them add up.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from billing.models import Allocation, Expense, LedgerEntry, Payment
from billing.selectors import stored_rates
from billing.selectors.base import in_base, in_order
from billing.selectors.expenses import seen_by
from billing.selectors.given_back import given_back
from billing.selectors.statements import Period
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel.money import Money

Ledger = LedgerEntry.Kind
OF_A_CHARGE = (Ledger.CHARGE, Ledger.CHARGE_VOID, Ledger.CREDIT_NOTE, Ledger.WRITE_OFF, Ledger.WRITE_OFF_BACK)
GIVEN = (Ledger.CREDIT, Ledger.CREDIT_BACK)


class Kind(StrEnum):
    """Charged without tax; let go again (voided, credited, written off, given back); what it cost; fees; expenses."""

    CHARGED = "charged"
    LET_GO = "let_go"
    COST = "cost"
    FEE = "fee"
    EXPENSE = "expense"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One row of the profit, in the business's currency; below zero what lowers it."""

    day: date
    kind: Kind
    minor: int
    text: str
    product_id: int | None = None
    contact_id: int | None = None
    charge_id: int | None = None
    payment_id: int | None = None
    expense_id: int | None = None

    @property
    def is_overhead(self) -> bool:
        """An expense that belongs to nothing in particular."""
        return self.kind == Kind.EXPENSE and self.product_id is None and self.contact_id is None


@dataclass(slots=True)
class Parts:
    """All rows of a period; what no rate is known for stands ``apart``, by currency, and is in no sum."""

    rows: list[Part] = field(default_factory=list)
    apart: "Counter[str]" = field(default_factory=Counter)

    def add(self, amount: tuple[int, str, Decimal | None], part: Part) -> None:
        """Count an amount as a part of profit; ``part.minor`` is filled in."""
        money = in_base(*amount)
        if money is None:
            self.apart[amount[1]] += amount[0]
        elif money.minor:
            self.rows.append(replace(part, minor=money.minor))

    @property
    def amounts_apart(self) -> list[Money]:
        return in_order(self.apart)


def profit_parts(period: Period, *, member: User) -> Parts:
    """Gather all rows of a period for the contacts that a member sees; a fixed number of queries, one pass each."""
    found = Parts()
    _charges(found, period, member)
    _credits(found, period, member)
    _given_back(found, period, member)
    _fees(found, period, member)
    _expenses(found, period, member)
    return found


def _charges(found: Parts, period: Period, member: User) -> None:
    entries = LedgerEntry.objects.filter(
        sight.within(member), kind__in=OF_A_CHARGE, effective_on__range=(period.since, period.until)
    ).select_related("charge")
    for entry in entries.order_by("effective_on", "pk").iterator():
        charge = entry.charge
        if charge is None:  # the database has none such
            continue
        is_new, rate = entry.kind == Ledger.CHARGE, charge.rate
        part = Part(
            day=entry.effective_on,
            kind=Kind.CHARGED if is_new else Kind.LET_GO,
            minor=0,
            text=charge.description,
            product_id=charge.product_id,
            contact_id=entry.contact_id,
            charge_id=charge.pk,
        )
        share = without_tax(entry.amount_minor, net=charge.net_minor, gross=charge.amount_minor)
        found.add((share, entry.currency, rate), part)
        if charge.cost and entry.kind in (Ledger.CHARGE, Ledger.CHARGE_VOID):
            cost = -charge.cost.minor if is_new else charge.cost.minor
            found.add((cost, entry.currency, rate), replace(part, kind=Kind.COST))


def without_tax(amount: int, *, net: int, gross: int) -> int:
    """Return the part of an amount of a charge that is no tax, rounded half up, away from zero; all of it gives net."""
    return int((Decimal(amount) * net / gross).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _credits(found: Parts, period: Period, member: User) -> None:
    """Credit given away belongs to no charge, so it is nobody's tax: all of it is let go."""
    entries = (
        LedgerEntry.objects.filter(
            sight.within(member), kind__in=GIVEN, effective_on__range=(period.since, period.until)
        )
        .annotate(entry_rate=stored_rates.OF_ENTRY)
        .order_by("effective_on", "pk")
    )
    named = entries.values_list("effective_on", "description", "contact_id", "amount_minor", "currency", "entry_rate")
    for day, text, contact_id, minor, currency, rate in named:
        part = Part(day=day, kind=Kind.LET_GO, minor=0, text=text, contact_id=contact_id)
        found.add((minor, currency, rate), part)


def _given_back(found: Parts, period: Period, member: User) -> None:
    for back in given_back(member=member, until=period.until):
        if back.day < period.since:
            continue
        charge = back.charge
        part = Part(
            day=back.day,
            kind=Kind.LET_GO,
            minor=0,
            text=charge.description,
            product_id=charge.product_id,
            contact_id=charge.contact_id,
            charge_id=charge.pk,
            payment_id=back.payment_id,
        )
        share = without_tax(-back.minor, net=charge.net_minor, gross=charge.amount_minor)
        found.add((share, charge.currency, charge.rate), part)


def _fees(found: Parts, period: Period, member: User) -> None:
    """Split each payment's fee over what it paid for; what paid for nothing yet is nobody's product."""
    payments = Payment.objects.filter(
        sight.within(member), received_on__range=(period.since, period.until), state="succeeded", fee_minor__gt=0
    )
    rows = list(payments.order_by("received_on", "pk"))
    uses = _uses([payment.pk for payment in rows])
    for payment in rows:
        fee = in_base(payment.fee_minor or 0, payment.fee_currency, _fee_rate(payment))
        if fee is None:
            found.apart[payment.fee_currency] -= payment.fee_minor or 0
        else:
            found.rows += _fee_parts(payment, _split(fee, uses.get(payment.pk, {}), payment.amount_minor), period.since)


def _fee_parts(payment: Payment, shares: Iterable[tuple[int | None, int]], otherwise: date) -> Iterator[Part]:
    for product_id, minor in shares:
        if minor:
            yield Part(
                day=payment.received_on or otherwise,
                kind=Kind.FEE,
                minor=-minor,
                text=payment.receipt_name,
                product_id=product_id,
                contact_id=payment.contact_id,
                payment_id=payment.pk,
            )


def _fee_rate(payment: Payment) -> Decimal | None:
    return payment.rate if payment.fee_currency == payment.currency else None


def _uses(payment_ids: Iterable[int]) -> dict[int, dict[int | None, int]]:
    """Return how much of each payment is used for each product, in one query."""
    found: dict[int, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
    rows = Allocation.objects.filter(
        credit__payment__in=list(payment_ids), credit__kind=Ledger.PAYMENT, released_at=None, debit__kind=Ledger.CHARGE
    ).values_list("credit__payment_id", "debit__charge__product_id", "amount_minor")
    for payment_id, product_id, minor in rows:
        found[payment_id or 0][product_id] += minor
    return found


def _split(fee: Money, uses: dict[int | None, int], paid: int) -> Iterator[tuple[int | None, int]]:
    weights = dict(uses)
    weights[None] = weights.get(None, 0) + paid - sum(uses.values())
    ids = list(weights)
    for product_id, part in zip(ids, fee.split([weights[product_id] for product_id in ids]), strict=True):
        yield product_id, part.minor


def _expenses(found: Parts, period: Period, member: User) -> None:
    """Without the tax that comes back; what belongs to nothing in particular is for those who see all."""
    rows = Expense.objects.kept().filter(seen_by(member), spent_on__range=(period.since, period.until))
    if not member.sees_all_contacts:
        rows = rows.exclude(contact=None)
    for expense in rows.order_by("spent_on", "pk"):
        part = Part(
            day=expense.spent_on,
            kind=Kind.EXPENSE,
            minor=0,
            text=expense.supplier,
            product_id=expense.product_id,
            contact_id=expense.contact_id,
            expense_id=expense.pk,
        )
        found.add((-expense.net.minor, expense.currency, expense.rate), part)
