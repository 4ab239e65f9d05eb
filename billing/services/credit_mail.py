"""Telling a customer that there is credit on the account."""

from billing.models import LedgerEntry
from billing.selectors.accounts import balance_of
from billing.services.receipts import main_recipient
from tenants.kernel.mail import compose
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


def tell_of_credit(credit: LedgerEntry) -> int | None:
    """Compose the mail once for each credit; None when there is no address."""
    recipient = main_recipient(credit.contact_id)
    if recipient is None:
        return None
    locale, balance = require_business().locale, balance_of(credit.contact_id)
    context = {
        "name": recipient.name,
        "amount": Money(-credit.amount_minor, credit.currency).format(locale),
        "why": credit.reason,
        "due": balance.format(locale) if balance.minor > 0 else "",
        "left": (-balance).format(locale) if balance.minor < 0 else "",
    }
    return compose("credit", to=recipient, context=context, key=f"credit:{credit.pk}")
