"""What is in the bank today and what payouts are still to bring there, no money counted twice."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from billing.models import BankBalance, Payout
from billing.selectors.cash_flow import moved_by_week, through_stripe
from billing.selectors.forecast import Coming
from tenants.accounts.models import User
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


@dataclass(frozen=True, slots=True)
class AtBank:
    """``balance`` is None where nobody has said what was in the bank; ``arriving`` moves it, and nothing else."""

    balance: Money | None = None
    arriving: list[Coming] = field(default_factory=list)


def at_bank(*, member: User, today: date, in_transit: Iterable[Payout]) -> AtBank:
    """Return what was typed with what came and went since, what Stripe took counted on the day it was paid.

    So a payout brings only what was paid before the balance was typed: as much as payouts have brought and will bring
    since then beyond what Stripe took since. Stripe pays out the oldest first, so the earliest payouts bring it.
    """
    row = BankBalance.objects.filter(currency=require_business().currency).first()
    if row is None:
        return AtBank()
    since = row.as_of + timedelta(days=1)
    came, went = moved_by_week(member=member, since=since, until=today)
    arrived = Payout.objects.filter(state=Payout.State.PAID, arrives_on__range=(since, today))
    payouts = [payout for payout in (*arrived, *in_transit) if payout.currency == row.currency]
    brought = _brought(payouts, counted=through_stripe(member=member, since=since, until=today))
    here = sum(minor for payout, minor in brought if payout.state == Payout.State.PAID and payout.arrives_on <= today)
    balance = row.balance_minor + sum(came.values()) - sum(went.values()) + here
    return AtBank(
        Money(balance, row.currency),
        [
            Coming(day=max(payout.arrives_on, today), minor=minor, due_on=payout.arrives_on)
            for payout, minor in brought
            if payout.state != Payout.State.PAID or payout.arrives_on > today
        ],
    )


def _brought(payouts: Iterable[Payout], *, counted: int) -> list[tuple[Payout, int]]:
    """Return what each payout brings beside what is counted already, those that bring nothing left out."""
    in_order = sorted(payouts, key=lambda payout: (payout.arrives_on, payout.pk))
    left, found = sum(payout.amount_minor for payout in in_order) - counted, []
    for payout in in_order:
        minor = min(left, payout.amount_minor)
        if minor > 0:
            left -= minor
            found.append((payout, minor))
    return found
