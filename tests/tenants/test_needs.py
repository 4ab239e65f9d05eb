"""What waits for the team, told at the top of the home page to those who can do something about it."""

from datetime import timedelta

import pytest

from billing.models import Dispute, Payment, RefundOrder
from billing.services.payments import PaymentDraft, record_payment
from billing.services.refunds import let_refund_be
from emails.models import Message
from tenants import needs
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.needs import needs_of
from tests.signing_in import sign_in


def told(member) -> list[str]:
    return [found.text for _need, found in needs_of(member)]


def bounce(number: int, **more) -> Message:
    kept = {"kind": "welcome", "to": "cleo@example.com", "subject": "Welcome", "last_attempt": 8, "state": "bounced"}
    return Message.objects.create(message_id=f"<{number}@acme.localhost>", **kept | more)


@pytest.fixture
def payment(in_acme, cleo) -> Payment:
    draft = PaymentDraft(amount=Money(500, "EUR"), method="card", send_receipt=False)
    return record_payment(contact_id=cleo.customer.contact_id, draft=draft)


def dispute(payment: Payment, number: int = 1, *, days: int = 10, **more) -> Dispute:
    facts = {"amount_minor": 500, "currency": "EUR", "reason": "fraudulent", "state": "needs_response"} | more
    due = clock.now() + timedelta(days=days)
    return Dispute.objects.create(
        contact_id=payment.contact_id,
        payment=payment,
        stripe_dispute=f"dp_{number}",
        evidence_due_at=due,
        opened_at=clock.now(),
        **facts,
    )


def test_nothing_waits_in_a_quiet_business(in_acme, ada):
    assert told(ada) == []


def test_mail_that_did_not_arrive_waits_until_it_is_old_or_sent_again(in_acme, ada):
    bounce(1)
    bounce(2, state="failed")
    bounce(3, state="delivered")
    bounce(4, created_at=clock.now() - timedelta(days=15))

    assert told(ada) == ["2 e-mails did not arrive"]


def test_a_dispute_waits_with_the_days_that_are_left_until_it_is_answered_or_too_late(payment, ada):
    one = dispute(payment, 1, days=10)
    dispute(payment, 2, days=2)
    dispute(payment, 3, days=-1)
    dispute(payment, 4, state="under_review")
    dispute(payment, 5, answer_state="asked")

    ((_need, found),) = needs_of(ada)

    assert (found.text, found.badge, found.tone) == ("2 payments are disputed", "answer within 2 days", "danger")
    assert found.url == "/workspace/disputes/"
    Dispute.objects.filter(stripe_dispute="dp_2").update(state="under_review")
    ((_need, found),) = needs_of(ada)
    assert (found.text, found.badge, found.tone) == ("1 payment is disputed", "answer within 10 days", "info")
    assert found.url == f"/workspace/disputes/{one.pk}/"
    Dispute.objects.update(state="won")
    assert told(ada) == []


def test_a_refund_that_failed_waits_until_somebody_deals_with_it(payment, ada):
    order = RefundOrder.objects.create(payment=payment, amount_minor=100, reason="Burnt", state="failed")
    assert told(ada) == ["1 refund did not go through"]

    let_refund_be(order.pk)

    assert told(ada) == []


def test_a_payment_that_did_not_come_is_told_with_its_address(payment, ada):
    failed = Payment.objects.create(
        contact_id=payment.contact_id, amount_minor=100, currency="EUR", method="bank_debit", state="failed"
    )

    ((_need, found),) = needs_of(ada)

    assert (found.text, found.url) == ("1 payment did not come", f"/workspace/payments/{failed.pk}/")


def test_an_assistant_is_told_nothing_they_cannot_open(payment, ben):
    bounce(1)
    dispute(payment)
    RefundOrder.objects.create(payment=payment, amount_minor=100, reason="Burnt", state="failed")

    assert told(ben) == []


def test_the_home_page_leads_there(client, ada, in_acme):
    bounce(1)
    sign_in(client, ada)

    page = client.get("/workspace/").content.decode()

    assert "Needs you" in page
    assert 'href="/workspace/mail/?show=troubled"' in page


def test_the_home_page_says_nothing_when_nothing_waits(client, ada, monkeypatch):
    monkeypatch.setattr(needs, "_needs", {})
    sign_in(client, ada)

    assert "Needs you" not in client.get("/workspace/").content.decode()
