"""What a business decides about reminders, promises and late fees."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from billing.models import ReminderRules
from billing.services.daily import plan_next
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.scope import require_business

FEES = {"fee_kind", "fee_minor", "fee_percent", "fee_every", "fee_after_days"}


@transaction.atomic
def change_reminder_rules(change: Mapping[str, Any]) -> ReminderRules:
    """Keep the rules, named as the model's fields are; the same again changes nothing."""
    rules = ReminderRules.locked()
    changed = {name: value for name, value in change.items() if getattr(rules, name) != value}
    for name, value in changed.items():
        setattr(rules, name, value)
    if not changed:
        return rules
    if changed.keys() & FEES and rules.charges_fees:
        rules.fee_since = clock.today(require_business().time_zone)
    rules.save()
    record("reminders.changed", rules)
    plan_next(rules)
    return rules
