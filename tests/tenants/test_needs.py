"""What waits for the team, told at the top of the home page to those who can do something about it."""

from datetime import timedelta

import pytest

from billing.models import LedgerEntry, Payment
from billing.services.payments import PaymentDraft, record_payment
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


def dispute(payment: Payment, kind: str, minor: int) -> None:
    day = clock.today("UTC")
    LedgerEntry.objects.create(
        contact_id=payment.contact_id,
        currency="EUR",
        kind=kind,
        amount_minor=minor,
        open_minor=0,
        key=f"{kind}:1",
        payment=payment,
        description="Dispute",
        effective_on=day,
        due_on=day if minor > 0 else None,
    )


def test_nothing_waits_in_a_quiet_business(in_acme, ada):
    assert told(ada) == []


def test_mail_that_did_not_arrive_waits_until_it_is_old_or_sent_again(in_acme, ada):
    bounce(1)
    bounce(2, state="failed")
    bounce(3, state="delivered")
    bounce(4, created_at=clock.now() - timedelta(days=15))

    assert told(ada) == ["2 e-mails did not arrive"]


def test_a_disputed_payment_waits_until_the_money_is_back(payment, ada):
    dispute(payment, "dispute", 500)
    assert told(ada) == ["1 payment is disputed"]

    dispute(payment, "dispute_won", -500)
    assert told(ada) == []


def test_a_payment_that_did_not_come_is_told_with_its_address(payment, ada):
    failed = Payment.objects.create(
        contact_id=payment.contact_id, amount_minor=100, currency="EUR", method="bank_debit", state="failed"
    )

    ((_need, found),) = needs_of(ada)

    assert (found.text, found.url) == ("1 payment did not come", f"/workspace/payments/{failed.pk}/")


def test_an_assistant_is_told_nothing_they_cannot_open(payment, ben):
    bounce(1)
    dispute(payment, "dispute", 500)

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
