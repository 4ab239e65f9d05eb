from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models import F

from emails.models import Message, MessageEvent, Suppression
from emails.services import delivery
from emails.services.outbox import compose
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tests.emails.conftest import CLEO, DROP, SECRET, SLOW, WELCOME, welcome


@pytest.fixture(autouse=True)
def _no_time_passes() -> Iterator[None]:
    """Or the time of the next try might come by itself, while a busy machine is at the first."""
    with clock.held_at(clock.now()):
        yield


def run_later() -> None:
    """Let the time of the next try come."""
    DueWork.objects.filter(name="emails.deliver").update(due_at=clock.now() - timedelta(seconds=1))
    run_due()


def again(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_a_message_is_accepted_and_its_secret_wiped(in_acme, postman):
    message = welcome()

    run_due()

    (mail,) = postman.mails
    assert mail["Message-ID"] == message.message_id
    assert SECRET in mail.get_body(("plain",)).get_content()
    message = again(message)
    assert (message.state, message.sealed, message.attempts) == ("sent", None, 1)
    assert message.sent_at is not None
    assert [event.name for event in message.events.all()] == ["sent"]
    assert not DueWork.objects.filter(name="emails.deliver").exists()


@pytest.mark.parametrize("stage", ["at_rcpt", "at_data"])
def test_a_temporary_no_is_tried_again_with_the_same_password_and_message_id(in_acme, postman, stage):
    getattr(postman, stage).append("451 4.3.0 try later")
    message = welcome()

    run_due()
    waiting = again(message)
    run_later()

    assert (waiting.state, waiting.error) == ("queued", "451 4.3.0 try later")
    assert waiting.next_try_at > clock.now()
    (mail,) = postman.mails
    assert mail["Message-ID"] == message.message_id
    assert SECRET in mail.get_body(("plain",)).get_content()
    assert (again(message).state, again(message).attempts) == ("sent", 2)


def test_an_unknown_person_bounces_and_is_not_written_to_again(in_acme, postman):
    postman.at_rcpt.append("550 5.1.1 no such user")
    first = welcome()
    run_due()

    second = welcome()
    run_due()

    assert (again(first).state, again(first).error, again(first).sealed) == ("bounced", "550 5.1.1 no such user", None)
    assert Suppression.objects.get().address == "cleo@example.com"
    assert again(second).state == "failed"
    assert "550 5.1.1 no such user" in again(second).error
    assert postman.received == []


@pytest.mark.parametrize(("stage", "answer"), [("at_data", "554 5.7.1 spam"), ("at_rcpt", "552 5.2.2 mailbox full")])
def test_a_message_refused_for_good_bounces_but_its_address_stays_good(in_acme, postman, stage, answer):
    getattr(postman, stage).append(answer)
    message = welcome()

    run_due()

    assert (again(message).state, again(message).error) == ("bounced", answer)
    assert not Suppression.objects.exists()


def test_a_line_that_drops_after_the_data_sends_once_more_with_the_same_message_id(in_acme, postman):
    postman.at_data.append(DROP)
    message = welcome()

    run_due()
    run_later()

    assert [mail["Message-ID"] for mail in postman.mails] == [message.message_id] * 2
    assert again(message).state == "sent"


def test_a_server_that_says_nothing_is_left_after_the_timeout(in_acme, postman, settings):
    settings.EMAIL_TIMEOUT = 0.5
    postman.at_data.append(SLOW)
    message = welcome()

    run_due()

    assert again(message).state == "queued"
    assert "imed out" in again(message).error or "unexpectedly closed" in again(message).error


def test_a_server_that_is_down_loses_nothing(in_acme, postman, settings):
    settings.EMAIL_PORT = 1
    message = welcome()

    run_due()

    assert again(message).state == "queued"
    assert "refused" in again(message).error
    assert DueWork.objects.get(name="emails.deliver").due_at > clock.now()


def test_after_the_last_try_a_message_is_given_up_and_keeps_its_secret_for_a_person(in_acme, postman):
    message = welcome()
    Message.objects.update(last_attempt=F("attempts") + 1)
    postman.at_data.append("451 4.3.0 try later")

    run_due()

    message = again(message)
    assert (message.state, message.error) == ("failed", "451 4.3.0 try later")
    assert message.sealed is not None
    assert not DueWork.objects.filter(name="emails.deliver").exists()


def test_a_mail_that_cannot_be_made_is_put_off_and_kept(in_acme, postman, monkeypatch):
    message = welcome()
    monkeypatch.setattr(delivery, "branded_mail", _cannot)

    run_due()

    assert again(message).state == "queued"
    assert again(message).attempts == 1
    assert postman.received == []


def test_a_delivery_killed_before_it_was_written_down_happens_once_more(in_acme, postman, monkeypatch):
    message = welcome()
    with monkeypatch.context() as killed, pytest.raises(SystemExit):  # noqa: PT012
        killed.setattr(delivery, "_sent", _die)
        run_due()
    DueWork.objects.update(leased_until=clock.now() - timedelta(seconds=1))

    run_due()

    assert [mail["Message-ID"] for mail in postman.mails] == [message.message_id] * 2
    assert all(SECRET in mail.get_body(("plain",)).get_content() for mail in postman.mails)
    assert (again(message).state, again(message).attempts) == ("sent", 1)


def test_a_job_that_comes_twice_sends_once(in_acme, postman):
    message = welcome()

    delivery.deliver(message_id=message.pk, attempt=0)
    delivery.deliver(message_id=message.pk, attempt=0)

    assert len(postman.received) == 1


def test_an_overtaken_try_does_nothing(in_acme, postman):
    postman.at_data.append("451 4.3.0 try later")
    message = welcome()
    delivery.deliver(message_id=message.pk, attempt=0)

    delivery.deliver(message_id=message.pk, attempt=0)

    assert postman.received == []
    assert again(message).attempts == 1


def test_a_secret_that_outlived_what_it_opens_is_wiped_and_its_mail_not_sent(in_acme, postman):
    message = welcome()
    Message.objects.update(sealed_until=clock.now() - timedelta(seconds=1))

    delivery.wipe(message_id=message.pk)
    run_due()

    assert again(message).sealed is None
    assert again(message).state == "failed"
    assert "ran out" in again(message).error
    assert postman.received == []


def test_a_secret_still_of_use_is_not_wiped(in_acme):
    message = welcome()

    delivery.wipe(message_id=message.pk)

    assert again(message).sealed is not None


def test_wiping_is_asked_for_when_the_secret_is_written(in_acme):
    message = welcome()

    work = DueWork.objects.get(name="emails.wipe")
    assert work.due_at == message.sealed_until
    assert timedelta(hours=71) < work.due_at - clock.now() <= timedelta(hours=72)


def test_the_receipt_carries_its_pdf(in_acme, postman):
    context = {**WELCOME, "amount": "€1.00", "reference": "R-1", "paid_on": "today", "method": "cash"}
    compose("receipt", to=CLEO, context=context | {"items": [], "tax": "", "balance": "", "payment_id": 1})

    run_due()

    (mail,) = postman.mails
    (pdf,) = mail.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content()) == ("receipt.pdf", b"%PDF-1.7")
    assert MessageEvent.objects.get().name == "sent"


def _cannot(message: Message) -> None:
    raise LookupError("Nobody makes the attachment.")


def _die(message: Message) -> None:
    raise SystemExit(9)
