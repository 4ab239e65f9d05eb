"""What customers may pay at a time, and what credit has paid already."""

from django.db.models import F, Sum

from billing.models import Allocation, LedgerEntry, PayingRules
from tenants.kernel.money import Money


def paying_rules() -> PayingRules:
    """Return the business's rules; as they are from the start while nobody has changed any."""
    return PayingRules.as_it_is()


def credit_used(contact_id: int) -> dict[int, Money]:
    """Return how much of each charge that is still open was paid by credit that lay on the account before it."""
    rows = (
        Allocation.objects.filter(
            released_at=None,
            debit__contact_id=contact_id,
            debit__kind=LedgerEntry.Kind.CHARGE,
            debit__open_minor__gt=0,
            credit_id__lt=F("debit_id"),
        )
        .values("debit__charge_id", "debit__currency")
        .annotate(minor=Sum("amount_minor"))
    )
    return {row["debit__charge_id"]: Money(row["minor"], row["debit__currency"]) for row in rows}
