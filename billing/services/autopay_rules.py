"""What a business decides about autopay and about paying in parts."""

from dataclasses import asdict, dataclass

from django.db import transaction

from billing.models import AutopayRules, InstalmentRules
from tenants.activity.record import record


@dataclass(frozen=True, slots=True, kw_only=True)
class AutopayChange:
    """How cards are charged from now on; days and notice hold for whoever agrees from now on, as they read them."""

    is_offered: bool
    days_after_due: int
    announce_days: int
    retry_days: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentChange:
    """How far customers may split what they owe; plans that are there keep the days of grace they were made with."""

    is_offered: bool
    most_parts: int
    smallest_minor: int
    above_minor: int
    grace_days: int


@transaction.atomic
def change_what_goes_by_itself(*, autopay: AutopayChange, instalments: InstalmentChange) -> None:
    """Keep both sets of rules; the same again changes nothing."""
    _keep(AutopayRules.locked(), autopay, "autopay.changed")
    _keep(InstalmentRules.locked(), instalments, "instalments.changed")


def _keep(rules: AutopayRules | InstalmentRules, change: AutopayChange | InstalmentChange, verb: str) -> None:
    changed = {name: value for name, value in asdict(change).items() if getattr(rules, name) != value}
    for name, value in changed.items():
        setattr(rules, name, value)
    if changed:
        rules.save()
        record(verb, rules)
