from datetime import timedelta

import pytest

from crm.errors import UpdateNotShown
from crm.models import ContactTag, Customer, UpdateMailing
from crm.selectors.audience import reach_of
from crm.services import update_mail
from crm.services.access import suspend_access
from crm.services.contacts import archive_contact
from crm.services.publishing import withdraw
from crm.services.reading import acknowledge, choose_update_mail, mark_read
from crm.services.update_mail import remind, write_batch
from emails.models import Message
from emails.services.delivery import deliver
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tests.updates.writing import TITLE, published, writing_done, written


def mailed() -> list[str]:
    return sorted(Message.objects.filter(kind__in=["update", "alert"]).values_list("to", flat=True))


def test_everybody_gets_one_mail_of_their_own(customers, dora):
    published()
    writing_done()

    assert mailed() == ["carl@example.com", "cleo@example.com", "dora@example.com"]
    assert Message.objects.filter(kind="update").values_list("subject", flat=True).distinct().get() == TITLE
    mailing = UpdateMailing.objects.get()
    assert (mailing.total, mailing.queued, mailing.is_running) == (3, 3, False)


def test_mails_are_written_batch_by_batch_and_a_batch_that_runs_twice_writes_nothing_more(customers, dora, monkeypatch):
    monkeypatch.setattr(update_mail, "BATCH", 2)
    published()
    mailing = UpdateMailing.objects.get()

    assert write_batch(mailing.pk, after=0) == 2
    mailing.refresh_from_db()
    assert (mailing.queued, mailing.total, mailing.is_running) == (2, 3, True)
    assert write_batch(mailing.pk, after=0) == 0
    writing_done()

    assert mailed() == ["carl@example.com", "cleo@example.com", "dora@example.com"]
    assert UpdateMailing.objects.get().queued == 3


def test_a_batch_that_dies_leaves_nothing_and_is_written_by_its_successor(customers, monkeypatch):
    published()
    mailing = UpdateMailing.objects.get()
    written_before = update_mail._write
    calls = []

    def dies_at_the_second(*args):
        calls.append(1)
        if len(calls) == 2:
            raise MemoryError
        return written_before(*args)

    monkeypatch.setattr(update_mail, "_write", dies_at_the_second)
    with pytest.raises(MemoryError):
        write_batch(mailing.pk, after=0)
    assert mailed() == []

    monkeypatch.setattr(update_mail, "_write", written_before)
    write_batch(mailing.pk, after=0)
    assert mailed() == ["carl@example.com", "cleo@example.com"]


def test_the_outbox_alone_would_keep_a_mail_from_being_written_twice(customers):
    published()
    writing_done()
    UpdateMailing.objects.update(last_customer_id=0, finished_at=None, queued=0)

    write_batch(UpdateMailing.objects.get().pk, after=0)

    assert mailed() == ["carl@example.com", "cleo@example.com"]


@pytest.mark.parametrize("change", ["suspended", "archived", "without the scope", "not welcomed", "no address"])
def test_who_may_not_or_cannot_be_written_to_gets_none(customers, change):
    carl = customers["carl"]
    if change == "suspended":
        suspend_access(carl.pk)
    elif change == "archived":
        archive_contact(carl.contact_id)
    elif change == "no address":
        type(carl.user).objects.filter(pk=carl.user_id).update(email="")
    else:
        Customer.objects.filter(pk=carl.pk).update(
            **({"scopes": ["billing"]} if change == "without the scope" else {"welcomed_at": None})
        )
    published()
    writing_done()

    assert mailed() == ["cleo@example.com"]


def test_a_tag_reaches_those_who_have_it_and_the_count_says_so(customers, dora):
    tag = ContactTag.objects.get(contact=dora).tag
    update = written(audience="tag", tag_id=tag.pk)

    assert (reach_of(update).customers, reach_of(update).by_mail) == (1, 1)
    published(audience="tag", tag_id=tag.pk)
    writing_done()

    assert mailed() == ["dora@example.com"]


def test_whoever_turned_updates_off_gets_alerts_all_the_same(customers):
    choose_update_mail(customers["carl"].pk, wanted=False)
    published()
    writing_done()
    assert mailed() == ["cleo@example.com"]

    published(kind="alert")
    writing_done()

    assert mailed() == ["carl@example.com", "cleo@example.com", "cleo@example.com"]


def test_one_address_that_mail_cannot_go_to_keeps_nobody_else_from_theirs(customers):
    user = customers["cleo"].user
    type(user).objects.filter(pk=user.pk).update(email="no address")
    published()
    writing_done()

    mailing = UpdateMailing.objects.get()
    assert (mailed(), mailing.queued, mailing.skipped) == (["carl@example.com"], 1, 1)


def test_a_reminder_goes_to_those_who_have_not_said_so_and_a_double_click_is_one(customers):
    update = published(kind="alert")
    writing_done()
    mark_read(customers["carl"], update_id=update.pk)
    acknowledge(customers["cleo"], update_id=update.pk)

    first, second = remind(update.pk, number=2), remind(update.pk, number=2)
    writing_done()

    assert (first.pk, first.total) == (second.pk, 1)
    assert mailed() == ["carl@example.com", "carl@example.com", "cleo@example.com"]


def test_nobody_is_reminded_of_what_nobody_sees(customers):
    update = withdraw(published().pk)

    with pytest.raises(UpdateNotShown):
        remind(update.pk, number=2)

    assert UpdateMailing.objects.count() == 1


def test_a_round_that_is_withdrawn_in_between_stops(customers, monkeypatch):
    monkeypatch.setattr(update_mail, "BATCH", 1)
    update = published()
    mailing = UpdateMailing.objects.get()
    write_batch(mailing.pk, after=0)

    withdraw(update.pk)
    writing_done()

    assert list(Message.objects.values_list("state", flat=True)) == ["cancelled"]
    assert UpdateMailing.objects.get().cancelled_at is not None


def test_a_mail_tells_what_is_so_when_it_goes(customers, mailoutbox):
    update = published(audience="contact", contact_id=customers["cleo"].contact_id)
    writing_done()
    type(update).objects.update(body="Closed **all week**.", body_html="<p>Closed <strong>all week</strong>.</p>")

    deliver(message_id=Message.objects.get().pk, attempt=0)

    (mail,) = mailoutbox
    assert "Closed all week." in mail.body
    assert f"/updates/{update.pk}/" in mail.body
    assert mail.extra_headers["List-Unsubscribe"].startswith("<http://acme.localhost")
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_whoever_is_suspended_before_their_mail_goes_gets_none(customers, mailoutbox):
    published(audience="contact", contact_id=customers["cleo"].contact_id)
    writing_done()
    suspend_access(customers["cleo"].pk)

    deliver(message_id=Message.objects.get().pk, attempt=0)

    assert (mailoutbox, Message.objects.get().state) == ([], "cancelled")


def test_a_mail_that_waits_until_the_update_is_over_is_not_sent(customers, mailoutbox):
    update = published(audience="contact", contact_id=customers["cleo"].contact_id)
    writing_done()
    type(update).objects.update(expires_on=clock.today("Europe/Lisbon") - timedelta(days=1))

    deliver(message_id=Message.objects.get().pk, attempt=0)

    assert (mailoutbox, Message.objects.get().state) == ([], "cancelled")


def test_the_work_that_waits_holds_no_words_and_no_addresses(customers):
    published()

    assert "closed" not in str(list(DueWork.objects.values_list("kwargs", flat=True))).lower()
