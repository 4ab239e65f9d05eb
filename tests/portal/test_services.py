"""My services: what runs and when it renews, and cancelling, which ends it with the period that is paid for."""

from datetime import timedelta

import pytest

from billing.models import Schedule
from billing.services.pricing import Discount
from billing.services.schedule_changes import NewPrice, change_price
from billing.services.schedule_ends import end_schedule
from billing.services.schedules import start_schedule
from emails.models import Message
from tenants.activity.models import Activity
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tests.billing.schedule_world import draft
from tests.plain import plain


def service(acme, contact_id, **more) -> Schedule:
    with business_scope(acme):
        today = clock.today(acme.time_zone)
        plan = draft(starts_on=today, count=1, unit="week", **{"may_cancel": True, **more})
        return start_schedule(contact_id=contact_id, draft=plan)


def row(acme, of: Schedule) -> Schedule:
    with business_scope(acme):
        return Schedule.objects.get(pk=of.pk)


def written(day) -> str:
    return f"{day.day} {day:%B %Y}"


def test_a_customer_sees_what_runs_when_it_renews_and_what_it_will_cost(acme, portal, contact_id):
    running = service(acme, contact_id, discount=Discount(amount=Money(250, "EUR")))
    today = clock.today(acme.time_zone)
    with business_scope(acme):
        price = NewPrice(unit_price=Money(1400, "EUR"), from_on=today + timedelta(days=8))
        change_price(schedule_id=running.pk, price=price)
        gone = start_schedule(contact_id=contact_id, draft=draft(starts_on=today, description="Cakes"))
        end_schedule(schedule_id=gone.pk, reason="The oven broke")
    page = portal.get("/services/").content.decode()

    for words in ("Bread", "€7.50", "€2.50", "every week", written(today + timedelta(days=7)), "€11.50"):
        assert words in page
    assert f"From {written(today + timedelta(days=14))}" in page
    assert "The oven broke" in page
    home = portal.get("/").content.decode()
    assert "Renews this week" in home
    assert written(today + timedelta(days=7)) in home


def test_nothing_recurs_and_the_page_says_what_it_is_for(portal, contact_id):
    assert "you see here when it renews" in portal.get("/services/").content.decode()
    assert "Renews this week" not in portal.get("/").content.decode()


def test_cancelling_ends_it_with_the_period_and_tells_every_owner_once(acme, ada, portal, contact_id):
    running = service(acme, contact_id)
    last_day = clock.today(acme.time_zone) + timedelta(days=6)
    address = f"/services/{running.pk}/cancellation/"
    assert written(last_day) in portal.get(address).content.decode()
    for _twice in range(2):
        assert portal.post(address).url == "/services/"

    kept = row(acme, running)
    assert (kept.state, kept.ends_on, kept.next_on, kept.cancelled_by_name) == (
        "active",
        last_day,
        None,
        "Cleo van Dam",
    )
    with business_scope(acme):
        assert list(Message.objects.filter(kind="service_cancelled").values_list("to", flat=True)) == [
            "ada@example.com"
        ]
        assert Activity.objects.filter(verb="schedule.cancelled", contact_id=contact_id).count() == 1


def test_a_cancellation_is_taken_back_until_the_end(acme, portal, contact_id):
    running = service(acme, contact_id)
    portal.post(f"/services/{running.pk}/cancellation/")
    for _twice in range(2):
        assert portal.post(f"/services/{running.pk}/continuation/").url == "/services/"

    kept = row(acme, running)
    assert (kept.ends_on, kept.cancelled_at) == (None, None)
    assert kept.next_on == clock.today(acme.time_zone) + timedelta(days=7)


def test_an_end_that_the_team_had_agreed_is_in_force_again_when_a_cancellation_is_taken_back(acme, portal, contact_id):
    running = service(acme, contact_id)
    agreed = clock.today(acme.time_zone) + timedelta(days=100)
    with business_scope(acme):
        end_schedule(schedule_id=running.pk, on=agreed)
    portal.post(f"/services/{running.pk}/cancellation/")
    portal.post(f"/services/{running.pk}/continuation/")

    assert row(acme, running).ends_on == agreed


def test_what_may_not_be_cancelled_is_not_and_says_whom_to_ask(acme, portal, contact_id):
    running = service(acme, contact_id, may_cancel=False)
    assert "Cancel this service" not in portal.get("/services/").content.decode()
    answer = portal.post(f"/services/{running.pk}/cancellation/")

    assert answer.status_code == 409
    assert "Write to Acme Bakery" in answer.content.decode()
    assert row(acme, running).ends_on is None


@pytest.mark.parametrize("where", ["cancellation", "continuation"])
def test_another_customers_service_is_answered_like_none(acme, portal, contact_id, carl, where):
    theirs = service(acme, carl.customer.contact_id)
    foreign = portal.post(f"/services/{theirs.pk}/{where}/")
    nobodys = portal.post(f"/services/999999999/{where}/")

    assert (foreign.status_code, plain(foreign)) == (404, plain(nobodys))
    assert "Bread" not in portal.get("/services/").content.decode()
    assert row(acme, theirs).ends_on is None
