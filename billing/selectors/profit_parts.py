"""What profit is made of, row by row: charges without their tax, what was let go, costs, Stripe's fees, expenses.

Every figure of the profit page is a sum of these rows, each converted and rounded once, so that all of them add up.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from billing.models import Allocation, Dispute, Expense, LedgerEntry, Payment
from billing.selectors import stored_rates
from billing.selectors.base import in_base, in_order
from billing.selectors.expenses import seen_by
from billing.selectors.given_back import given_back
from billing.selectors.statements import Period
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

Ledger = LedgerEntry.Kind
OF_A_CHARGE = (Ledger.CHARGE, Ledger.CHARGE_VOID, Ledger.CREDIT_NOTE, Ledger.WRITE_OFF, Ledger.WRITE_OFF_BACK)
WITH_COST = (Ledger.CHARGE, Ledger.CHARGE_VOID)
IN_PARTS = (Ledger.CREDIT_NOTE, Ledger.WRITE_OFF, Ledger.WRITE_OFF_BACK)
OF_ENTRY = ("pk", "effective_on", "kind", "amount_minor", "currency", "contact_id", "charge_id")
OF_CHARGE = (
    "charge__description", "charge__product_id", "charge__rate", "charge__net_minor", "charge__amount_minor",
    "charge__cost_minor", "charge__quantity",
)  # fmt: skip
OF_PAYMENT = (
    "amount_minor", "currency", "rate", "fee_minor", "fee_currency", "received_on", "contact_id", "receipt_number",
)  # fmt: skip
GIVEN = (Ledger.CREDIT, Ledger.CREDIT_BACK)
TAKEN = (Ledger.REFUND, Ledger.DISPUTE)


class Kind(StrEnum):
    """Charged without tax; let go again (voided, credited, written off, given back); what it cost; fees; expenses."""

    CHARGED = "charged"
    LET_GO = "let_go"
    COST = "cost"
    FEE = "fee"
    EXPENSE = "expense"


class Part(NamedTuple):
    """One row of the profit, in the business's currency; below zero what lowers it. There may be 100,000 of them."""

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

    base: str
    rows: list[Part] = field(default_factory=list)
    apart: "Counter[str]" = field(default_factory=Counter)

    def worth(self, minor: int, currency: str, rate: Decimal | None) -> int:
        """Return an amount in the business's currency; nothing, and the amount apart, where no rate is known."""
        if currency == self.base:
            return minor
        money = in_base(minor, currency, rate)
        if money is None:
            self.apart[currency] += minor
        return money.minor if money else 0

    def add(self, part: Part) -> None:
        if part.minor:
            self.rows.append(part)

    @property
    def amounts_apart(self) -> list[Money]:
        return in_order(self.apart)


def profit_parts(period: Period, *, member: User) -> Parts:
    """Gather all rows of a period for the contacts that a member sees; a fixed number of queries, one pass each."""
    found = Parts(require_business().currency)
    _charges(found, period, member)
    _credits(found, period, member)
    _given_back(found, period, member)
    _taken_twice(found, period, member)
    _fees(found, period, member)
    _dispute_fees(found, period, member)
    _expenses(found, period, member)
    return found


def _charges(found: Parts, period: Period, member: User) -> None:
    entries = LedgerEntry.objects.filter(
        sight.within(member), kind__in=OF_A_CHARGE, effective_on__range=(period.since, period.until)
    ).order_by("effective_on", "pk")
    rows, before = entries.values_list(*OF_ENTRY, *OF_CHARGE), _let_go_before(entries)
    for (
        pk, day, kind, minor, currency, contact_id, charge_id, text, product_id, rate, net, gross, cost, quantity,
    ) in rows:  # fmt: skip
        is_new, gone = kind == Ledger.CHARGE, before.get(pk, 0)
        share = found.worth(without_tax(gone + minor, net=net, gross=gross), currency, rate)
        if gone:
            share -= found.worth(without_tax(gone, net=net, gross=gross), currency, rate)
        kept = Kind.CHARGED if is_new else Kind.LET_GO
        found.add(Part(day, kept, share, text, product_id, contact_id, charge_id))
        if cost and kind in WITH_COST:
            spent = found.worth(Money(cost, currency).times(quantity).minor, currency, rate)
            found.add(Part(day, Kind.COST, -spent if is_new else spent, text, product_id, contact_id, charge_id))


def _let_go_before(entries: QuerySet[LedgerEntry]) -> dict[int, int]:
    """Return for each part of a charge that was let go how much of it was before, so that parts add up to the whole."""
    charges = entries.filter(kind__in=IN_PARTS).order_by().values("charge")
    parts = LedgerEntry.objects.filter(charge__in=charges, kind__in=IN_PARTS).order_by("pk")
    before, sums = {}, Counter[int]()
    for pk, charge_id, minor in parts.values_list("pk", "charge_id", "amount_minor"):
        before[pk] = sums[charge_id]
        sums[charge_id] += minor
    return before


def without_tax(amount: int, *, net: int, gross: int) -> int:
    """Return the part of an amount of a charge that is no tax, rounded half up, away from zero; all of it gives net."""
    if net == gross:
        return amount
    share = (2 * abs(amount) * net + gross) // (2 * gross)
    return share if amount >= 0 else -share


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
        found.add(Part(day, Kind.LET_GO, found.worth(minor, currency, rate), text, contact_id=contact_id))


def _given_back(found: Parts, period: Period, member: User) -> None:
    for back in given_back(member=member):
        if not period.since <= back.day <= period.until:
            continue
        charge = back.charge
        share = without_tax(-back.minor, net=charge.net_minor, gross=charge.amount_minor)
        lost = found.worth(share, charge.currency, charge.rate)
        about = (charge.product_id, charge.contact_id, charge.pk, back.payment_id)
        found.add(Part(back.day, Kind.LET_GO, lost, charge.description, *about))


def _taken_twice(found: Parts, period: Period, member: User) -> None:
    """What went back beyond its payment re-opens no charge; until somebody pays it, it is lost."""
    debits = LedgerEntry.objects.unsettled().filter(
        sight.within(member), kind__in=TAKEN, effective_on__range=(period.since, period.until)
    )
    for debit in debits.select_related("payment").order_by("effective_on", "pk"):
        rate = debit.payment.rate if debit.payment else None
        lost = found.worth(-debit.open_minor, debit.currency, rate)
        about = {"contact_id": debit.contact_id, "payment_id": debit.payment_id}
        found.add(Part(debit.effective_on, Kind.LET_GO, lost, debit.description, **about))


def _fees(found: Parts, period: Period, member: User) -> None:
    """Split each payment's fee over what it paid for; what paid for nothing yet is nobody's product."""
    payments = Payment.objects.filter(
        sight.within(member), received_on__range=(period.since, period.until), state="succeeded", fee_minor__gt=0
    ).order_by("received_on", "pk")
    uses = _uses(payments)
    for payment in payments.only(*OF_PAYMENT).iterator():
        rate = payment.rate if payment.fee_currency == payment.currency else None
        fee = -found.worth(-(payment.fee_minor or 0), payment.fee_currency, rate)
        day = payment.received_on or period.since
        for product_id, minor in _split(fee, uses.get(payment.pk, {}), payment.amount_minor):
            about = {"contact_id": payment.contact_id, "payment_id": payment.pk, "product_id": product_id}
            found.add(Part(day, Kind.FEE, -minor, payment.receipt_name, **about))


def _dispute_fees(found: Parts, period: Period, member: User) -> None:
    """Split each dispute's fee over what its payment paid for, or had paid for until the bank took it back."""
    disputes = Dispute.objects.filter(
        sight.within(member), fee_on__range=(period.since, period.until), fee_minor__gt=0
    ).order_by("fee_on", "pk")
    uses = _ever_used(disputes)
    for dispute in disputes.select_related("payment"):
        payment = dispute.payment
        rate = payment.rate if dispute.fee_currency == payment.currency else None
        fee = -found.worth(-(dispute.fee_minor or 0), dispute.fee_currency, rate)
        text = _("Dispute of %(receipt)s") % {"receipt": payment.receipt_name}
        for product_id, minor in _split(fee, uses.get(payment.pk, {}), payment.amount_minor):
            about = {"contact_id": dispute.contact_id, "payment_id": payment.pk, "product_id": product_id}
            found.add(Part(dispute.fee_on or period.since, Kind.FEE, -minor, text, **about))


def _ever_used(disputes: "QuerySet[Dispute]") -> dict[int, dict[int | None, int]]:
    """Return how much of each disputed payment was used for each product at most, released since or not."""
    most: dict[tuple[int, int, int | None], int] = {}
    rows = Allocation.objects.filter(
        credit__payment__in=disputes.order_by().values("payment"),
        credit__kind=Ledger.PAYMENT,
        debit__kind=Ledger.CHARGE,
    ).values_list("credit__payment_id", "debit_id", "debit__charge__product_id", "amount_minor")
    for payment_id, debit_id, product_id, minor in rows:
        use = (payment_id or 0, debit_id, product_id)
        most[use] = max(minor, most.get(use, 0))
    found: dict[int, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
    for (payment, _debit, product), minor in most.items():
        found[payment][product] += minor
    return found


def _uses(payments: "QuerySet[Payment]") -> dict[int, dict[int | None, int]]:
    """Return how much of each payment is used for each product, in one query."""
    found: dict[int, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
    rows = Allocation.objects.filter(
        credit__payment__in=payments.order_by(),
        credit__kind=Ledger.PAYMENT,
        released_at=None,
        debit__kind=Ledger.CHARGE,
    ).values_list("credit__payment_id", "debit__charge__product_id", "amount_minor")
    for payment_id, product_id, minor in rows.iterator():
        found[payment_id or 0][product_id] += minor
    return found


def _split(fee: int, uses: dict[int | None, int], paid: int) -> list[tuple[int | None, int]]:
    weights = dict(uses)
    rest = paid - sum(uses.values())
    if rest > 0:
        weights[None] = weights.get(None, 0) + rest
    if len(weights) == 1:
        return [(product_id, fee) for product_id in weights]
    shares = Money(fee, "").split(list(weights.values()))
    return [(product_id, share.minor) for product_id, share in zip(weights, shares, strict=True)]


def _expenses(found: Parts, period: Period, member: User) -> None:
    """Without the tax that comes back; what belongs to nothing in particular is for those who see all."""
    rows = Expense.objects.kept().filter(seen_by(member), spent_on__range=(period.since, period.until))
    if not member.sees_all_contacts:
        rows = rows.exclude(contact=None)
    for expense in rows.order_by("spent_on", "pk"):
        spent = found.worth(-expense.net.minor, expense.currency, expense.rate)
        about = {"product_id": expense.product_id, "contact_id": expense.contact_id, "expense_id": expense.pk}
        found.add(Part(expense.spent_on, Kind.EXPENSE, spent, expense.supplier, **about))
