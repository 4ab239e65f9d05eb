import threading
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from crm.errors import (
    NoSuchTime,
    UpdateForNobody,
    UpdateOverBeforeItBegins,
    UpdatePublished,
    UpdateTooLate,
    UpdateUnfinished,
)
from crm.local_time import instant_of
from crm.models import Update, UpdateMailing
from crm.services.publishing import pin, publish, publish_when_due, schedule, unschedule, withdraw
from crm.services.updates import UpdatePlan, UpdateText, correct_update, delete_draft, redraft_update
from emails.models import Message
from tenants.activity.models import Activity
from tenants.kernel import clock
from tenants.kernel.jobs import queue
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import business_scope
from tests.updates.writing import BODY, TITLE, published, writing_done, written

SOON = timedelta(hours=2)


def states() -> list[str]:
    return list(Update.objects.values_list("state", flat=True))


def test_publishing_shows_it_records_it_and_starts_one_round_of_mail(draft, customers):
    publish(draft.pk)
    publish(draft.pk)

    assert states() == ["published"]
    assert list(UpdateMailing.objects.values_list("number", "purpose", "total")) == [(1, "news", 2)]
    assert Activity.objects.filter(verb="update.published").count() == 1


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [({"title": ""}, UpdateUnfinished), ({"body": "  "}, UpdateUnfinished), ({"audience": "tag"}, UpdateForNobody)],
)
def test_what_is_unfinished_or_for_nobody_stays_a_draft(in_acme, plan, refusal):
    update = written(**plan)

    with pytest.raises(refusal):
        publish(update.pk)

    assert states() == ["draft"]
    assert not UpdateMailing.objects.exists()


def test_the_database_holds_no_published_update_without_words(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Update.objects.filter(pk=draft.pk).update(state="published", published_at=clock.now(), body="")

    assert states() == ["draft"]


def test_a_scheduled_update_is_published_at_its_time_and_once(in_acme):
    update = schedule(written(publish_at=clock.now() + SOON).pk)
    run_due()
    assert states() == ["scheduled"]

    with clock.held_at(update.publish_at + timedelta(seconds=1)):
        run_due()
        again = publish_when_due(update.pk, at=update.publish_at)

    assert (states(), again) == (["published"], False)
    assert UpdateMailing.objects.count() == 1


def test_a_job_of_an_earlier_schedule_finds_nothing_to_do(in_acme):
    first = clock.now() + SOON
    update = schedule(written(publish_at=first).pk)
    redraft_update(update.pk, text=UpdateText(title=TITLE, body=BODY), plan=UpdatePlan(publish_at=first + SOON))
    schedule(update.pk)

    assert publish_when_due(update.pk, at=first) is False
    assert states() == ["scheduled"]


def test_an_unscheduled_update_stays_a_draft(in_acme):
    update = schedule(written(publish_at=clock.now() + SOON).pk)
    unschedule(update.pk)

    with clock.held_at(update.publish_at + timedelta(seconds=1)):
        run_due()

    assert states() == ["draft"]


def test_a_moment_that_has_passed_schedules_nothing(in_acme):
    update = written(publish_at=clock.now() - timedelta(minutes=1))

    with pytest.raises(UpdateTooLate):
        schedule(update.pk)

    assert states() == ["draft"]
    assert not DueWork.objects.filter(name="crm.publish_update").exists()


def test_two_workers_at_once_publish_once(committed, monkeypatch):
    monkeypatch.setattr(queue, "wake", lambda *_args: True)
    with business_scope(committed):
        update = schedule(written(publish_at=clock.now() + SOON).pk)
    done: list[bool] = []

    def work() -> None:
        with business_scope(committed):
            done.append(publish_when_due(update.pk, at=update.publish_at))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    with business_scope(committed):
        assert sorted(done) == [False, False, False, True]
        assert UpdateMailing.objects.count() == 1
        assert Activity.objects.filter(verb="update.published").count() == 1


def test_an_update_that_is_over_before_it_begins_is_refused(in_acme):
    update = written()
    Update.objects.update(expires_on=clock.today("Europe/Lisbon") - timedelta(days=1))

    with pytest.raises(UpdateOverBeforeItBegins):
        publish(update.pk)

    assert states() == ["draft"]


def test_withdrawing_takes_back_mail_that_has_not_gone_and_publishing_again_sends_none(customers):
    update = published()
    writing_done()
    Message.objects.filter(to="carl@example.com").update(state="sent")

    withdraw(update.pk)
    withdraw(update.pk)

    assert dict(Message.objects.values_list("to", "state")) == {
        "cleo@example.com": "cancelled",
        "carl@example.com": "sent",
    }
    publish(update.pk)
    run_due()
    assert (states(), UpdateMailing.objects.count(), Message.objects.count()) == (["published"], 1, 2)


def test_a_mail_that_was_being_sent_when_it_was_withdrawn_is_not_tried_again(customers):
    update = published(audience="contact", contact_id=customers["cleo"].contact_id)
    writing_done(keep_sending=True)
    Message.objects.update(state="sending", attempts=1)
    DueWork.objects.filter(name="emails.deliver").update(kwargs={"message_id": Message.objects.get().pk, "attempt": 0})
    withdraw(update.pk)

    run_due()

    assert Message.objects.get().state == "cancelled"


def test_an_edited_update_says_so_and_sends_nothing_unless_asked(customers):
    update = published()

    corrected = correct_update(update.pk, text=UpdateText(title=TITLE, body=BODY + "!"))
    assert corrected.edited_at is not None
    assert UpdateMailing.objects.count() == 1
    correct_update(update.pk, text=UpdateText(title=TITLE, body=BODY + "!!"), mail_again=True)

    assert list(UpdateMailing.objects.order_by("number").values_list("purpose", flat=True)) == ["news", "edited"]


def test_pinning_alone_is_no_edit(customers):
    update = published()

    corrected = correct_update(update.pk, text=UpdateText(title=TITLE, body=BODY, is_pinned=True))

    assert (corrected.edited_at, pin(update.pk, is_pinned=True).is_pinned) == (None, True)


def test_what_was_published_is_neither_redrafted_nor_thrown_away(customers):
    update = published()

    with pytest.raises(UpdatePublished):
        delete_draft(update.pk)
    with pytest.raises(UpdatePublished):
        redraft_update(update.pk, text=UpdateText(), plan=UpdatePlan())

    assert Update.objects.get().body == BODY


@pytest.mark.parametrize(
    ("day", "at", "instant"),
    [
        (date(2027, 7, 1), time(9, 0), datetime(2027, 7, 1, 8, 0, tzinfo=UTC)),
        (date(2027, 1, 5), time(9, 0), datetime(2027, 1, 5, 9, 0, tzinfo=UTC)),
        (date(2027, 10, 31), time(1, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # comes twice: the first
    ],
)
def test_a_time_is_meant_on_the_businesss_clock(day, at, instant):
    assert instant_of(day, at, "Europe/Lisbon") == instant


def test_a_time_that_the_clocks_jump_over_is_refused_with_a_sentence():
    with pytest.raises(NoSuchTime, match="01:30 does not exist on 28 March 2027 in Europe/Lisbon"):
        instant_of(date(2027, 3, 28), time(1, 30), "Europe/Lisbon")
