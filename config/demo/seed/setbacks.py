"""Where money went another way than forth: given back, disputed, given up, and credit out of kindness."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal

from billing.gateway import gateway
from billing.models import Charge, Dispute, Payment
from billing.selectors.accounts import open_items
from billing.services.attempts import refresh_attempt
from billing.services.charges import ChargeDraft, add_charge
from billing.services.credits import CreditDraft, credit_payment, give_credit
from billing.services.disputes import answer_dispute, follow_dispute, send_evidence
from billing.services.refunds import RefundDraft, follow_refunds, give_back, send_refund
from billing.services.write_offs import write_off
from config.demo.seed.online import GOOD_CARD, pay_online, tell_stand_in
from config.demo.seed.past import happening_at
from config.demo.seed.trades import Item, Trade
from crm.models import Contact, Customer
from tenants.accounts.models import User
from tenants.activity.record import acting
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

REFUNDS_FAIL = "4000000000005126"
FAILS_AFTER = 61
"""Seconds after which the stand-in says that this card's refund did not arrive."""
LONG_OVERDUE = timedelta(days=60)
WHY_GIVEN_UP = ("Moved away, no answer", "Not worth another letter")
Story = Callable[[Payment, User, int], None]


def meet_setbacks(trade: Trade) -> None:
    """Have people who are not of the cast pay online and see what becomes of it; ``days`` ago each."""
    owner = User.objects.get(username=trade.team[0].username)
    cast = {person.username for person, _sketch in trade.cast}
    known = Customer.objects.exclude(user__username__in=cast).filter(contact__archived_at=None)
    people = known.select_related("user", "contact").order_by("contact_id")
    with acting(owner):
        for customer, item, (days, card, meet) in zip(people, trade.catalogue, STORIES, strict=False):
            meet(_paid(customer, item, trade, card=card, days=days), owner, days)
        _give_up(owner)
        _be_kind(trade, owner)


def _paid(customer: Customer, item: Item, trade: Trade, *, card: str, days: int) -> Payment:
    """Charge for an item and have it paid by card a few days later."""
    draft = ChargeDraft(
        description=item.name,
        unit_price=Money.of(Decimal(item.price), trade.currency),
        unit=item.unit,
        tax_rate=Decimal(item.tax),
        reason=trade.reasons[item.name][0],
    )
    with _ago(days + 4):
        charge = add_charge(contact_id=customer.contact_id, draft=draft)
    attempt = pay_online(customer, charge.pk, card=card)
    with _ago(days), acting(customer.user):
        refresh_attempt(attempt.pk)
    return Payment.objects.get(attempt=attempt)


def _lost(payment: Payment, _owner: User, days: int) -> None:
    dispute = _dispute(payment, days - 9, reason="fraudulent")
    _decide(dispute, "lost", days - 21)


def _won(payment: Payment, owner: User, days: int) -> None:
    dispute = _dispute(payment, days - 5, reason="product_not_received")
    with _ago(days - 7):
        answer_dispute(dispute.pk, text=f"{payment.contact} signed for it at the door; the slip is with us.", by=owner)
        send_evidence(dispute.pk)
    _decide(dispute, "won", days - 16)


def _disputed(payment: Payment, _owner: User, _days: int) -> None:
    _dispute(payment, 0, reason="product_unacceptable")


def _given_back(payment: Payment, owner: User, days: int) -> None:
    with _ago(days - 3):
        part = payment.amount.times(Decimal("0.25"))
        draft = RefundDraft(amount=part, reason="One part of it was missing; sorry, and thank you for telling us.")
        send_refund(give_back(payment.pk, draft=draft, by=owner).pk)


def _kept_as_credit(payment: Payment, owner: User, days: int) -> None:
    with _ago(days - 2):
        draft = CreditDraft(amount=payment.amount.times(Decimal("0.5")), reason="Cancelled in time; yours to use")
        credit_payment(payment.pk, draft=draft, by=owner)


def _not_given_back(payment: Payment, owner: User, days: int) -> None:
    with _ago(days - 1):
        draft = RefundDraft(amount=payment.amount.times(Decimal("0.5")), reason="Ordered twice by mistake")
        send_refund(give_back(payment.pk, draft=draft, by=owner).pk)
    tell_stand_in("clock", {"advance": FAILS_AFTER})
    account = {"account": require_business().stripe_account, "intent": payment.stripe_payment_intent}
    with _ago(days - 3), acting(None):
        follow_refunds(payment, gateway().refunds(**account))


STORIES: tuple[tuple[int, str, Story], ...] = (
    (52, GOOD_CARD, _lost),
    (41, GOOD_CARD, _won),
    (26, GOOD_CARD, _given_back),
    (15, GOOD_CARD, _kept_as_credit),
    (8, REFUNDS_FAIL, _not_given_back),
    (6, GOOD_CARD, _disputed),
)


def _dispute(payment: Payment, days: int, *, reason: str) -> Dispute:
    told = {"payment_intent": payment.stripe_payment_intent, "reason": reason}
    name = tell_stand_in("disputes", told)["id"]
    with _ago(days), acting(None):
        follow_dispute(payment, name)
    opened = Dispute.objects.filter(stripe_dispute=name)
    opened.update(opened_at=clock.now() - timedelta(days=days))
    return opened.get()


def _decide(dispute: Dispute, outcome: str, days: int) -> None:
    tell_stand_in("disputes/decide", {"dispute": dispute.stripe_dispute, "outcome": outcome})
    with _ago(days), acting(None):
        follow_dispute(dispute.payment, dispute.stripe_dispute)


def _give_up(owner: User) -> None:
    """What has been owed for longest, and asked for in vain, is given up."""
    late = Charge.objects.filter(
        entries__kind="charge", entries__open_minor__gt=0, due_on__lt=clock.now() - LONG_OVERDUE, invoice=None
    )
    for charge, reason in zip(late.order_by("due_on", "pk"), WHY_GIVEN_UP, strict=False):
        with _ago(2):
            write_off(charge_id=charge.pk, reason=reason, by=owner)


def _be_kind(trade: Trade, owner: User) -> None:
    """Somebody who owes nothing has credit for the next time."""
    square = (pk for pk in Contact.objects.active().order_by("-pk").values_list("pk", flat=True) if not open_items(pk))
    contact_id = next(square, None)
    if contact_id is not None:
        with _ago(1):
            draft = CreditDraft(amount=Money.of(Decimal(15), trade.currency), reason="For the long wait on Saturday")
            give_credit(contact_id, draft=draft, by=owner)


def _ago(days: int) -> AbstractContextManager[None]:
    return happening_at(clock.now() - timedelta(days=days))
