"""What the business says it has in the bank today."""

from django.db import transaction

from billing.models import BankBalance
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.money import CurrencyMismatch, Money
from tenants.kernel.scope import require_business


@transaction.atomic
def set_bank_balance(*, balance: Money | None, by: User | None = None) -> None:
    """Write down today's balance, below zero too; None takes it away and the forecast does without."""
    business = require_business()
    if balance is None:
        BankBalance.objects.all().delete()
        return
    if balance.currency != business.currency:
        raise CurrencyMismatch(one=balance.currency, other=business.currency)
    facts = {
        "balance_minor": balance.minor,
        "currency": balance.currency,
        "as_of": clock.today(business.time_zone),
        "set_by_name": by.name if by else "",
    }
    row = BankBalance.locked(**facts)
    for name, fact in facts.items():
        setattr(row, name, fact)
    row.save()
    record("bank_balance.set", row)
