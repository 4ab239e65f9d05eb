"""Payments as people look at them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from billing.errors import NoSuchPayment
from billing.models import Allocation, Charge, LedgerEntry, Payment
from billing.selectors.accounts import balance_of
from billing.selectors.backs import GIVEN, TAKEN, Back, back_of
from tenants.kernel.money import Money

_OWN_BACKS = (LedgerEntry.Kind.REFUND, LedgerEntry.Kind.DISPUTE)


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
    tax: Money | None
    """The tax in what was paid for; None where a charge is paid in part only, as a part has no tax of its own."""
    back: Back

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
    uses = _uses(payment)
    items, unused = _merged(uses), unused_of(payment)
    if unused:
        items.append(SettledItem(gettext("Credit on your account"), unused))
    gone = payment.amount - sum((item.amount for item in items), start=Money.zero(payment.currency))
    balance = balance_of(payment.contact_id, payment.currency)
    back = back_of(payment)
    return Receipt(payment, items + _gone(back, gone), unused, balance, _tax_in(uses), back)


def settled_items(payment: Payment) -> list[SettledItem]:
    """Return what a payment is used for now, in the order it was used."""
    return _merged(_uses(payment))


def _uses(payment: Payment) -> list[Allocation]:
    """Return what a payment pays for: charges, and what else was due; not what of it went back."""
    uses = Allocation.objects.filter(credit__payment=payment, credit__kind=LedgerEntry.Kind.PAYMENT, released_at=None)
    kept = uses.exclude(debit__payment=payment, debit__kind__in=_OWN_BACKS)
    return list(kept.select_related("debit__charge", "credit").order_by("pk"))


def _merged(uses: Sequence[Allocation]) -> list[SettledItem]:
    merged: dict[int, SettledItem] = {}
    for use in uses:
        before = merged.get(use.debit_id)
        amount = use.amount + before.amount if before else use.amount
        merged[use.debit_id] = SettledItem(_called(use.debit), amount)
    return list(merged.values())


def _called(debit: LedgerEntry) -> str:
    if debit.charge_id is not None:
        return debit.description
    return ": ".join(part for part in (str(debit.get_kind_display()), debit.description) if part)


def _tax_in(uses: Sequence[Allocation]) -> Money | None:
    paid: Counter[Charge] = Counter()
    for use in uses:
        if use.debit.charge is None:
            return None
        paid[use.debit.charge] += use.amount_minor
    if not paid or any(charge.amount_minor != minor for charge, minor in paid.items()):
        return None
    return sum((Money(charge.tax_minor, charge.currency) for charge in paid), Money.zero(uses[0].debit.currency))


def _gone(back: Back, gone: Money) -> list[SettledItem]:
    """Say what was given back and what the bank took, each whole; what came back twice makes the items add up."""
    twice = gone - back.given - back.taken
    said = (
        (gettext("Given back"), back.given),
        (gettext("Taken back by the bank"), back.taken),
        (gettext("Came back twice"), twice),
    )
    return [SettledItem(words, amount) for words, amount in said if amount]


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
    backs = LedgerEntry.objects.filter(payment=payment, kind__in=[*GIVEN, *TAKEN])
    return Money(sum(entry.amount_minor for entry in backs), payment.currency)
