"""What is in the bank: what was typed, what came and went since, and what payouts bring beside that."""

from datetime import UTC, date, datetime

import pytest

from billing.models import Payment, Payout
from billing.selectors.outlook import Outlook, outlook_of
from billing.services.bank_balance import set_bank_balance
from billing.services.expenses import ExpenseDraft, save_expense
from billing.services.refunds import RefundDraft, give_back
from tenants.accounts.models import User
from tenants.kernel import clock
from tests.billing.books import charge, contact, money, pay


@pytest.fixture(autouse=True)
def typed(in_acme):
    """100.00 on the first of March; it is the fourth."""
    with clock.held_at(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        set_bank_balance(balance=money(10_000))
    with clock.held_at(datetime(2026, 3, 4, 12, tzinfo=UTC)):
        yield


def seen() -> Outlook:
    return outlook_of(member=User(kind="member", role="owner"), today=date(2026, 3, 4))


def test_what_came_and_went_since_is_added_to_the_balance_that_was_typed():
    pay(contact(), 2_500, received_on=date(2026, 3, 3), send_receipt=False)
    save_expense(draft=ExpenseDraft(supplier="Mill", amount=money(900), paid_on=date(2026, 3, 4)))
    save_expense(draft=ExpenseDraft(supplier="Old", amount=money(700), paid_on=date(2026, 2, 28)))

    assert seen().balance == money(10_000 + 2_500 - 900)


def test_a_payout_brings_only_what_was_not_counted_when_it_was_paid():
    """50.00 were at Stripe when the balance was typed; 40.00 less 1.20 were paid since, and 20.00 of them went back."""
    cleo = contact()
    charge(cleo, 4_000, due_on=date(2026, 4, 1))
    paid = pay(cleo, 4_000, received_on=date(2026, 3, 2), send_receipt=False)
    give_back(paid.pk, draft=RefundDraft(amount=money(2_000), reason="Stale"))
    Payment.objects.filter(pk=paid.pk).update(stripe_payment_intent="pi_1", fee_minor=120, fee_currency="EUR")
    for name, minor, state, day in (
        ("po_0", 900, "paid", date(2026, 3, 1)),  # in the balance that was typed
        ("po_1", 3_000, "paid", date(2026, 3, 3)),
        ("po_2", 3_880, "in_transit", date(2026, 3, 6)),
    ):
        Payout.objects.create(stripe_payout=name, amount_minor=minor, currency="EUR", state=state, arrives_on=day)

    found = seen()

    assert found.balance == money(10_000 + 4_000 - 2_000 - 120 + 3_000)
    assert [week.balance for week in found.plain][:2] == [16_880, 16_880]
