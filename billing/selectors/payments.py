"""Payments as people look at them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from billing.errors import NoSuchPayment
from billing.models import Allocation, LedgerEntry, Payment
from billing.selectors.accounts import balance_of
from tenants.kernel.money import Money

_MONEY_MOVED = (
    LedgerEntry.Kind.REFUND,
    LedgerEntry.Kind.REFUND_FAILED,
    LedgerEntry.Kind.DISPUTE,
    LedgerEntry.Kind.DISPUTE_WON,
)


@dataclass(frozen=True, slots=True)
class SettledItem:
    """What a payment paid for, and how much of it."""

    description: str
    amount: Money


def payments_of(contact_id: int) -> QuerySet[Payment]:
    """Return a contact's payments, newest first; the ones that failed too."""
    return Payment.objects.filter(contact_id=contact_id).order_by("-pk")


def last_received(contact_id: int) -> Payment | None:
    """Return the payment that a contact's money came with last."""
    return payments_of(contact_id).filter(state=Payment.State.SUCCEEDED).order_by("-received_on", "-pk").first()


def payment_of(contact_id: int, payment_id: int) -> Payment:
    """Return one payment of a contact; another contact's is as unknown as one that never was."""
    payment = payments_of(contact_id).filter(pk=payment_id).select_related("contact").first()
    if payment is None:
        raise NoSuchPayment
    return payment


def is_recorded(contact_id: int, request_key: UUID) -> bool:
    """Say whether a form that recorded money by hand has come before."""
    return Payment.objects.filter(contact_id=contact_id, request_key=request_key).exists()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says: items that add up to the payment, what of it is credit, and the account's balance now."""

    payment: Payment
    items: list[SettledItem]
    unused: Money
    balance: Money

    @property
    def due(self) -> Money:
        """What is still due; nothing when there is credit."""
        return self.balance if self.balance.minor > 0 else Money.zero(self.balance.currency)


def receipt_of(contact_id: int, payment_id: int) -> Receipt:
    """Return the receipt of a contact's payment; one that has not succeeded has none and raises NoSuchPayment."""
    return receipt_for(payment_of(contact_id, payment_id))


def receipt_for(payment: Payment) -> Receipt:
    """Return the receipt of a payment that is at hand; see receipt_of."""
    if payment.receipt_number is None:
        raise NoSuchPayment
    items, unused = settled_items(payment), unused_of(payment)
    if unused:
        items.append(SettledItem(gettext("Credit on your account"), unused))
    given_back = payment.amount - sum((item.amount for item in items), start=Money.zero(payment.currency))
    if given_back:
        items.append(SettledItem(gettext("Given back"), given_back))
    return Receipt(payment, items, unused, balance_of(payment.contact_id, payment.currency))


def settled_items(payment: Payment) -> list[SettledItem]:
    """Return what a payment is used for now, in the order it was used."""
    uses = (
        Allocation.objects.filter(
            credit__payment=payment, credit__kind=LedgerEntry.Kind.PAYMENT, released_at=None, debit__kind="charge"
        )
        .select_related("debit", "credit")
        .order_by("pk")
    )
    merged: dict[int, SettledItem] = {}
    for use in uses:
        before = merged.get(use.debit_id)
        amount = use.amount + before.amount if before else use.amount
        merged[use.debit_id] = SettledItem(use.debit.description, amount)
    return list(merged.values())


def settled_before(payment: Payment) -> list[str]:
    """Return what a payment was ever used for, each once, in the order it was used."""
    uses = Allocation.objects.filter(credit__payment=payment, credit__kind="payment", debit__kind="charge")
    return list(dict.fromkeys(uses.order_by("pk").values_list("debit__description", flat=True)))


def unused_of(payment: Payment) -> Money:
    """Return how much of a payment is still credit on the account."""
    entry = LedgerEntry.objects.filter(payment=payment, kind=LedgerEntry.Kind.PAYMENT).first()
    return entry.open if entry else Money.zero(payment.currency)


def reversed_of(payment: Payment) -> Money:
    """Return how much of a payment was given back: refunds and lost disputes, less what came again."""
    backs = LedgerEntry.objects.filter(payment=payment, kind__in=_MONEY_MOVED)
    return Money(sum(entry.amount_minor for entry in backs), payment.currency)
