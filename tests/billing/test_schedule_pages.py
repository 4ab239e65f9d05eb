"""The workspace's pages about what recurs: every change shows what comes of it, and keeps what was typed."""

import html
from datetime import timedelta
from decimal import Decimal

import pytest

from billing.models import Schedule, SchedulePrice, ScheduleRun, ScheduleSkip
from billing.selectors.schedules import plan_of, upcoming
from billing.services.products import ProductDraft, save_product
from billing.services.rates import set_rate
from billing.services.schedule_ends import end_schedule
from billing.services.schedules import start_schedule
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tests.billing.schedule_world import draft
from tests.cast import browser_of, customer, member

KEY = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def contact_id(acme) -> int:
    with business_scope(acme):
        return customer("cleo", "Cleo van Dam").customer.contact_id


@pytest.fixture
def ada(acme):
    with business_scope(acme):
        return browser_of(member("ada", "Ada Lindqvist", "owner"))


@pytest.fixture
def running(acme, contact_id) -> int:
    with business_scope(acme):
        today = clock.today("Europe/Lisbon")
        return start_schedule(contact_id=contact_id, draft=draft(starts_on=today)).pk


def asked(**more) -> dict[str, str]:
    today = clock.today("Europe/Lisbon").isoformat()
    plan = {"quantity": "2", "interval": "1 week", "starts_on": today, "request_key": KEY, "description": "Rye"}
    return {**plan, "unit_price": "6.40", "tax_rate": "6", **more}


def test_the_next_three_charges_are_shown_and_nothing_is_saved(acme, ada, contact_id):
    address = f"/workspace/contacts/{contact_id}/recurring/new/"
    page = ada.post(address, asked(preview="1")).content.decode()

    today = clock.today("Europe/Lisbon")
    for weeks in range(3):
        day = today + timedelta(weeks=weeks)
        assert f"{day.day} {day:%B %Y}" in page
    assert page.count("€13.57") == 3
    with business_scope(acme):
        assert Schedule.objects.count() == 0


def test_a_form_sent_twice_starts_one_and_leads_to_its_page(acme, ada, contact_id):
    address = f"/workspace/contacts/{contact_id}/recurring/new/"
    answers = [ada.post(address, asked()) for _twice in range(2)]

    assert len({answer.url for answer in answers}) == 1
    page = ada.get(answers[0].url).content.decode()
    assert "Rye" in page
    assert "every week" in page
    with business_scope(acme):
        assert (Schedule.objects.count(), ScheduleRun.objects.count()) == (1, 1)


def test_what_was_typed_is_kept_when_it_is_refused(acme, ada, contact_id):
    yesterday = clock.today("Europe/Lisbon") - timedelta(days=1)
    page = ada.post(f"/workspace/contacts/{contact_id}/recurring/new/", asked(starts_on=yesterday.isoformat()))

    assert page.status_code == 422
    assert "Start today or later" in page.content.decode()
    assert 'value="Rye"' in page.content.decode()
    with business_scope(acme):
        assert Schedule.objects.count() == 0


def test_a_product_that_recurs_suggests_how_often_and_a_charge_can_be_repeated(acme, ada, contact_id):
    with business_scope(acme):
        product = save_product(draft=ProductDraft(name="Care", price=Money(4500, "EUR"), interval="quarter"))
    repeated = ada.post(
        f"/workspace/contacts/{contact_id}/charges/new/", {"repeat": "1", "product": product.pk, "quantity": "3"}
    )
    page = ada.get(repeated.url).content.decode()

    assert '<option value="3 month" selected>' in page
    assert f'<option value="{product.pk}" selected>' in page
    assert 'name="quantity" value="3"' in page


def test_everything_a_member_does_is_taken_back_by_another_button(acme, ada, running):
    address = f"/workspace/recurring/{running}/"
    with business_scope(acme):
        next_on = Schedule.objects.get().next_on.isoformat()
    steps = [
        ("skips/", {"period_on": next_on}, lambda row: ScheduleSkip.objects.count() == 1),
        ("skips/", {"period_on": next_on, "undo": "1"}, lambda row: ScheduleSkip.objects.count() == 0),
        ("pause/", {"reason": "Holidays"}, lambda row: row.state == "paused"),
        ("resumption/", {}, lambda row: row.state == "active"),
        ("price/", {"unit_price": "12", "quantity": "1", "from_on": next_on}, lambda row: row.prices.count() == 2),
        ("price/withdrawal/", {}, lambda row: row.prices.count() == 1),
        ("end/", {"when": "on", "on": next_on}, lambda row: row.ends_on is not None),
        ("continuation/", {}, lambda row: row.ends_on is None),
        (
            "edit/",
            {"description": "Spelt", "due_days": "7"},
            lambda row: (row.description, row.due_days) == ("Spelt", 7),
        ),
        ("end/", {"when": "now", "reason": "Moved"}, lambda row: row.state == "ended"),
    ]
    for where, data, holds in steps:
        answer = ada.post(address + where, data)

        assert answer.url == address, where
        assert ada.get(address).status_code == 200
        with business_scope(acme):
            assert holds(Schedule.objects.get()), where


def test_what_is_left_out_stands_among_what_comes_and_not_after_the_end(acme, ada, running):
    address = f"/workspace/recurring/{running}/"
    with business_scope(acme):
        found = Schedule.objects.get()
        first, second, _third = (planned.day for planned in plan_of(found).ahead(found.runs_from))
    ada.post(address + "skips/", {"period_on": first.isoformat()})
    ada.post(address + "price/", {"unit_price": "12", "quantity": "1", "from_on": second.isoformat()})

    before = ada.get(address).content.decode().partition("The next charges")[2]
    ada.post(address + "end/", {"when": "on", "on": (first - timedelta(days=1)).isoformat()})
    after = ada.get(address).content.decode()

    assert before.index("Charge it after all") < before.index(f"{second:%-d %B %Y}")
    assert ("Charge it after all" in after, "Keep the price" in after) == (False, False)
    assert f"{first - timedelta(days=1):%-d %B %Y} is its last day." in after


def test_the_list_shows_what_comes_next_and_what_it_is_worth_a_month(acme, ada, running):
    page = ada.get("/workspace/recurring/").content.decode()
    assert "1 active service" in page
    assert "Bread" in page

    assert "Bread" not in ada.get("/workspace/recurring/?state=ended").content.decode()
    assert "Nothing fits" in ada.get("/workspace/recurring/?q=rye").content.decode()


def test_a_member_sees_only_what_recurs_for_contacts_assigned_to_them(acme, running):
    with business_scope(acme):
        assigned = member("bea", "Bea Novak", "bookkeeper")
        assigned.contact_scope = "assigned"
        assigned.save(update_fields=["contact_scope"])
        bea = browser_of(assigned)
    page = bea.get("/workspace/recurring/").content.decode()

    assert "Bread" not in page
    assert bea.get(f"/workspace/recurring/{running}/").status_code == 404
    assert bea.post(f"/workspace/recurring/{running}/pause/").status_code == 404
    with business_scope(acme):
        assert Schedule.objects.get().state == "active"


def test_a_business_with_other_currencies_charges_in_one_of_them(acme, ada, contact_id):
    with business_scope(acme):
        set_rate(currency="USD", rate=Decimal("0.9"))
    address = f"/workspace/contacts/{contact_id}/recurring/new/"
    assert 'name="currency"' in ada.get(address).content.decode()
    ada.post(address, asked(currency="USD"))

    with business_scope(acme):
        assert Schedule.objects.get().currency == "USD"


@pytest.mark.parametrize(("discount", "gross"), [("10 %", "€12.21"), ("2.80", "€10.60")])
def test_a_discount_comes_off_the_preview_each_charge_and_is_kept_when_it_starts_again(
    acme, ada, contact_id, discount, gross
):
    address = f"/workspace/contacts/{contact_id}/recurring/new/"
    assert ada.post(address, asked(preview="1", discount=discount)).content.decode().count(gross) == 3
    made = ada.post(address, asked(discount=discount)).url
    page = ada.get(made).content.decode()

    assert "discount" in page
    with business_scope(acme):
        run = ScheduleRun.objects.select_related("charge", "schedule").get()
        assert run.charge.amount.format("en_GB") == gross
        assert {planned.amount for planned in plan_of(run.schedule).ahead(run.schedule.runs_from)} == {
            run.charge.amount
        }
        assert upcoming(run.period_on + timedelta(days=7))[0].amount == run.charge.amount
        end_schedule(schedule_id=run.schedule_id)
    again = html.unescape(ada.get(made).content.decode().split("recurring/new/?")[1].split('"')[0])
    assert f'value="{discount}"' in ada.get(f"{address}?{again}").content.decode()


def test_a_discount_that_leaves_nothing_is_refused_at_the_start_and_with_a_new_price(acme, ada, contact_id):
    address = f"/workspace/contacts/{contact_id}/recurring/new/"
    assert ada.post(address, asked(discount="12.80")).status_code == 422
    made = ada.post(address, asked(discount="2.80")).url
    later = (clock.today("Europe/Lisbon") + timedelta(days=7)).isoformat()
    price = {"unit_price": "1.00", "quantity": "2", "from_on": later}
    answer = ada.post(f"{made}price/", price)

    assert answer.status_code == 422
    assert "leaves nothing to pay" in answer.content.decode()
    with business_scope(acme):
        assert SchedulePrice.objects.count() == 1
