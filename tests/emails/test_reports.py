"""What a provider reports after it has accepted a message, and the addresses that are left alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from emails.errors import AddressComplained, NotSendable, SecretGone
from emails.models import Message, MessageEvent, Suppression
from emails.services import delivery
from emails.services.again import send_again
from emails.services.events import business_of, note_event
from tenants import directory
from tenants.activity.models import Activity
from tenants.kernel.errors import NotFound
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import business_scope
from tests.emails.conftest import CLEO, SECRET, welcome

AT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


@pytest.fixture
def sent(in_acme, postman) -> Message:
    message = welcome()
    run_due()
    return message


def report(message: Message, *events: str) -> str:
    for minutes, event in enumerate(events):
        note_event(message.message_id, event, at=AT + timedelta(minutes=minutes), detail=f"{event} it is")
    return Message.objects.get(pk=message.pk).state


@pytest.mark.parametrize(
    ("events", "state"),
    [
        (["delivered"], "delivered"),
        (["delivered", "opened"], "opened"),
        (["opened", "delivered"], "opened"),
        (["delivered", "bounced"], "bounced"),
        (["complained", "bounced", "opened"], "complained"),
    ],
)
def test_a_late_report_does_not_undo_a_later_state(sent, events, state):
    assert report(sent, *events) == state
    assert [event.name for event in sent.events.exclude(name="sent")] == events


def test_the_same_report_twice_is_written_down_once(sent):
    news = [note_event(sent.message_id, "delivered", at=AT) for _ in range(2)]

    assert news == [True, False]
    assert MessageEvent.objects.filter(name="delivered").count() == 1


def test_a_report_that_overtakes_its_sending_stays(in_acme, postman, monkeypatch):
    message = welcome()
    finish = delivery._sent

    def reported_first(begun: Message) -> None:
        note_event(begun.message_id, "opened", at=AT)
        finish(begun)

    monkeypatch.setattr(delivery, "_sent", reported_first)
    run_due()

    message.refresh_from_db()
    assert (message.state, message.sealed) == ("opened", None)
    assert {event.name for event in message.events.all()} == {"opened", "sent"}


def test_a_report_about_nobodys_mail_changes_nothing(sent):
    assert note_event("<unknown@acme.localhost>", "bounced", at=AT) is False

    assert Message.objects.get().state == "sent"
    assert not Suppression.objects.exists()


def test_a_report_finds_its_business_by_message_id_and_no_other_business_hears_it(acme, globex, sent):
    assert business_of(sent.message_id) == acme
    assert business_of("<x@example.com>") is None
    assert business_of("<x@localhost>") is None
    with business_scope(globex):
        assert note_event(sent.message_id, "complained", at=AT) is False
        assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("event", "words"), [("bounced", "this address bounced"), ("complained", "was reported as unwanted")]
)
def test_an_address_that_bounced_or_complained_is_not_written_to_again(sent, postman, event, words):
    report(sent, event)
    other = welcome()

    run_due()

    other.refresh_from_db()
    assert (other.state, other.attempts) == ("failed", 1)
    assert other.error.endswith(f"{words}. {event} it is")
    assert len(postman.received) == 1


def test_a_server_of_many_words_stops_an_address_all_the_same(sent):
    note_event(sent.message_id, "bounced", at=AT, detail="no " * 400)
    other = welcome()

    run_due()

    other.refresh_from_db()
    assert other.state == "failed"
    assert len(other.error) == 500


def test_upper_case_is_the_same_address(sent, postman):
    report(sent, "bounced")
    Message.objects.filter(pk=(other := welcome()).pk).update(to="CLEO@Example.com")

    run_due()

    other.refresh_from_db()
    assert other.state == "failed"
    assert len(postman.received) == 1


def test_another_business_may_still_write_to_the_address(globex, sent, postman):
    report(sent, "complained")

    with business_scope(globex):
        welcome()
        run_due()
        assert Message.objects.get().state == "sent"


def test_a_complaint_outweighs_a_bounce_and_is_not_lifted_by_one(sent):
    report(sent, "complained", "bounced")

    suppression = Suppression.objects.get()
    assert (suppression.reason, suppression.detail) == ("complained", "complained it is")


def test_a_person_who_sends_again_lifts_a_bounce(in_acme, postman):
    postman.at_rcpt.append("550 5.1.1 no such user")
    bounced = welcome()
    run_due()
    Message.objects.update(has_secret=False, kind="password_changed", context=_changed())

    send_again(bounced.pk)
    run_due()

    bounced.refresh_from_db()
    assert bounced.state == "sent"
    assert [event.name for event in bounced.events.order_by("pk")] == ["bounced", "sent_again", "sent"]
    assert not Suppression.objects.exists()
    assert Activity.objects.get(verb="mail.sent_again").contact_id == CLEO.contact_id


def test_nobody_can_send_again_to_a_person_who_complained(sent):
    Message.objects.update(has_secret=False)
    report(sent, "bounced", "complained")
    Message.objects.update(state="bounced")

    with pytest.raises(AddressComplained, match=r"cleo@example\.com"):
        send_again(sent.pk)

    assert Message.objects.get().state == "bounced"
    assert Suppression.objects.exists()


def test_a_bounced_password_is_gone_and_not_sent_again(in_acme, postman):
    postman.at_rcpt.append("550 5.1.1 no such user")
    bounced = welcome()
    run_due()

    with pytest.raises(SecretGone):
        send_again(bounced.pk)

    assert Suppression.objects.exists()
    assert not DueWork.objects.filter(name="emails.deliver").exists()


def test_what_is_under_way_or_unknown_is_not_sent_again(in_acme):
    message = welcome()

    with pytest.raises(NotSendable, match="queued"):
        send_again(message.pk)
    with pytest.raises(NotFound):
        send_again(message.pk + 1)

    assert DueWork.objects.filter(name="emails.deliver").count() == 1


def test_a_server_that_repeats_the_password_does_not_get_it_written_down(in_acme, postman):
    postman.at_data += [f'451 4.7.1 "{SECRET}" looks odd', f'554 5.7.1 "{SECRET}" is spam']
    message = welcome()

    run_due()
    message.refresh_from_db()
    first = message.error
    DueWork.objects.filter(name="emails.deliver").update(due_at=AT)
    run_due()

    message.refresh_from_db()
    assert first == '451 4.7.1 "…" looks odd'
    assert (message.state, message.error) == ("bounced", '554 5.7.1 "…" is spam')
    assert message.events.get().detail == message.error


def _changed() -> dict[str, str]:
    return {"name": "Cleo", "username": "cleo", "changed_at": "2026-03-14T09:30:00+00:00"}


def test_a_report_finds_a_business_that_another_process_has_changed(sent, acme, monkeypatch):
    old = replace(acme, generation=acme.generation - 1)
    monkeypatch.setitem(directory._by_subdomain, "acme", old)

    found = business_of(sent.message_id)

    assert found == acme
