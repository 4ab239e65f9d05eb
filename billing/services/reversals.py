"""Money that goes back: refunds and disputes as ledger rows, each once, whatever order Stripe tells of them in."""

from collections.abc import Iterable

from django.db import transaction

from billing.gateway.protocol import Dispute, Refund
from billing.models import LedgerEntry, Payment
from billing.services.ledger import give_again, lock_account, take_back
from billing.services.overtaken import retire_overtaken_attempts
from billing.services.papers import forget_receipt
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

Kind = LedgerEntry.Kind


@transaction.atomic
def note_refunds(payment: Payment, refunds: Iterable[Refund], *, settles: bool = True) -> None:
    """Post what was given back; what it had paid for is due again, the latest use first.

    Whoever gives several payments back at once settles the account when all of them have gone.
    """
    lock_account(payment.contact_id)
    for refund in refunds:
        key = f"refund:{refund.id}"
        if refund.state == "succeeded":
            _take_back(payment, Kind.REFUND, key, refund.minor, settles=settles)
        elif refund.state == "failed" and LedgerEntry.objects.filter(key=key).exists():
            _give_again(payment, Kind.REFUND_FAILED, of=key, key=f"refund_failed:{refund.id}", minor=refund.minor)


@transaction.atomic
def note_dispute(payment: Payment, dispute: Dispute) -> None:
    """Post what the payer's bank took, and what it returned when the dispute was won."""
    lock_account(payment.contact_id)
    key = f"dispute:{dispute.id}"
    if dispute.is_withdrawn or dispute.is_reinstated:
        _take_back(payment, Kind.DISPUTE, key, dispute.minor)
    if dispute.is_reinstated:
        _give_again(payment, Kind.DISPUTE_WON, of=key, key=f"dispute_won:{dispute.id}", minor=dispute.minor)


def _take_back(payment: Payment, kind: str, key: str, minor: int, *, settles: bool = True) -> None:
    debit = _entry(payment, kind, key, minor)
    if take_back(LedgerEntry.objects.get(key=f"payment:{payment.pk}"), debit, settles=settles):
        forget_receipt(payment)
        _record(payment, debit)


def _give_again(payment: Payment, kind: str, *, of: str, key: str, minor: int) -> None:
    """Undo what was taken back under the key ``of``: the payment settles again what is due."""
    credit = _entry(payment, kind, key, -minor)
    if give_again(LedgerEntry.objects.get(key=of), credit):
        retire_overtaken_attempts(payment.contact_id)
        forget_receipt(payment)
        _record(payment, credit)


def _entry(payment: Payment, kind: str, key: str, minor: int) -> LedgerEntry:
    return LedgerEntry(
        contact_id=payment.contact_id,
        currency=payment.currency,
        kind=kind,
        amount_minor=minor,
        key=key,
        payment=payment,
        description=payment.receipt_name,
        effective_on=clock.today(require_business().time_zone),
    )


def _record(payment: Payment, entry: LedgerEntry) -> None:
    record(
        f"payment.{entry.kind}",
        payment,
        contact_id=payment.contact_id,
        amount=Money(abs(entry.amount_minor), entry.currency).format(require_business().locale),
        receipt=payment.receipt_name,
    )
