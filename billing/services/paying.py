"""What a business decides about how its customers pay."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from billing.models import PayingRules
from tenants.activity.record import record
from tenants.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PayingChange:
    """How customers may pay from now on; charges that are there keep the deposit they were made with."""

    allows_part: bool
    least: Money
    deposit_kind: str
    deposit_percent: Decimal
    deposit: Money
    deposit_above: Money


@transaction.atomic
def change_paying(change: PayingChange) -> PayingRules:
    """Keep the rules; the same again changes nothing."""
    rules = PayingRules.locked()
    before = _facts(rules)
    rules.allows_part, rules.least_minor = change.allows_part, change.least.minor
    rules.deposit_kind, rules.deposit_percent = change.deposit_kind, change.deposit_percent
    rules.deposit_minor, rules.deposit_above_minor = change.deposit.minor, change.deposit_above.minor
    if _facts(rules) != before:
        rules.save()
        record("paying.changed", rules)
    return rules


def _facts(rules: PayingRules) -> tuple[object, ...]:
    return (
        rules.allows_part,
        rules.least_minor,
        rules.deposit_kind,
        rules.deposit_percent,
        rules.deposit_minor,
        rules.deposit_above_minor,
    )
