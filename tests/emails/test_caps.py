"""How many e-mails a business may send on one of its days."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from django.db import connection

from emails.models import MailDay, Message
from emails.services.outbox import compose
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import perform, run_due
from tenants.kernel.scope import business_scope
from tenants.models import Business, Plan
from tests.emails.conftest import CLEO, welcome

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def run_at(instant: datetime) -> None:
    with clock.held_at(instant):
        run_due()


def allow(business, count: int) -> Plan:
    plan = Plan.objects.create(code=f"small-{business.id}", name="Small", daily_mail_cap=count)
    Business.objects.filter(pk=business.id).update(plan=plan)
    return plan


def written_at(instant: datetime) -> None:
    with clock.held_at(instant):
        welcome()


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_what_is_over_the_cap_is_held_and_goes_tomorrow_by_itself(in_acme, postman):
    allow(in_acme, 2)
    for _ in range(3):
        written_at(NOON)

    run_at(NOON)
    today, held = states(), Message.objects.last()
    run_at(held.next_try_at)

    assert today == ["sent", "sent", "held"]
    assert held.next_try_at == datetime(2026, 3, 15, 0, 0, tzinfo=UTC)  # Lisbon's midnight
    assert held.attempts == 0
    assert states() == ["sent"] * 3
    assert len(postman.received) == 3


def test_the_day_is_the_business_own(in_globex, postman):
    allow(in_globex, 0)
    evening = datetime(2026, 3, 14, 2, 0, tzinfo=UTC)  # still the 13th in New York
    written_at(evening)

    run_at(evening)

    assert Message.objects.get().next_try_at == datetime(2026, 3, 14, 4, 0, tzinfo=UTC)


def test_a_held_message_waits_another_day_when_tomorrow_is_full_too(in_acme, postman):
    allow(in_acme, 0)
    written_at(NOON)

    run_at(NOON)
    run_at(datetime(2026, 3, 15, 0, 0, 1, tzinfo=UTC))

    assert states() == ["held"]
    assert Message.objects.get().next_try_at == datetime(2026, 3, 16, 0, 0, tzinfo=UTC)
    assert postman.received == []


def test_a_way_back_in_is_never_held(in_acme, postman):
    allow(in_acme, 0)
    context = {"name": "Cleo", "username": "cleo", "changed_at": "2026-03-14T09:30:00+00:00"}
    compose("password_changed", to=CLEO, context=context)

    run_due()

    assert states() == ["sent"]
    assert MailDay.objects.get().taken == 1


def test_a_message_takes_one_place_however_often_it_is_tried(in_acme, postman):
    allow(in_acme, 1)
    postman.at_data += ["451 4.3.0 try later"] * 2
    written_at(NOON)

    for minute in range(3):
        run_at(NOON + timedelta(minutes=minute))

    assert states() == ["sent"]
    assert MailDay.objects.get().taken == 1


def test_one_business_at_its_cap_holds_up_nobody_else(acme, globex, postman):
    allow(acme, 0)
    for business in (acme, globex):
        with business_scope(business):
            welcome()

    run_due()

    with business_scope(acme):
        assert states() == ["held"]
    with business_scope(globex):
        assert states() == ["sent"]


def test_many_workers_at_once_keep_to_the_cap(committed, postman):
    plan = allow(committed, 3)
    with business_scope(committed):
        for _ in range(8):
            welcome()
    work = DueWork.objects.filter(business_id=committed.id, name="emails.deliver").values_list("pk", flat=True)

    with ThreadPoolExecutor(8) as workers:
        list(workers.map(_perform, list(work)))

    with business_scope(committed):
        assert sorted(states()) == ["held"] * 5 + ["sent"] * 3
    assert len(postman.received) == 3
    Business.objects.filter(pk=committed.id).update(plan=Plan.objects.exclude(pk=plan.pk).first())
    plan.delete()


def _perform(work_id: int) -> None:
    try:
        perform(work_id)
    finally:
        connection.close()
