"""Recurring services through the API: started, read, changed and ended, to the cent, by who may."""

from datetime import timedelta

import pytest

from billing.models import Charge, Schedule, SchedulePrice
from tenants.kernel import clock
from tenants.kernel.scope import business_scope

BREAD = {
    "description": "Bread",
    "unit_price": {"amount_minor": 1000},
    "quantity": "2",
    "discount": {"amount_minor": 200},
    "tax_rate": "10",
    "each": "week",
}

BODIED = ("POST", "PATCH")


@pytest.fixture
def contact_id(acme, cleo) -> int:
    return cleo.customer.contact_id


@pytest.fixture
def bread(program, contact_id) -> dict:
    return program.post(f"contacts/{contact_id}/schedules/", BREAD).json()


def in_days(days: int) -> str:
    return (clock.today("Europe/Lisbon") + timedelta(days=days)).isoformat()


def test_it_is_started_charged_listed_and_read(acme, program, contact_id):
    key = "0b9c4f0e-6c57-4b71-9f0e-5a3d7c1f2e10"
    made, again = (program.post(f"contacts/{contact_id}/schedules/", BREAD, idempotency_key=key) for _ in range(2))

    schedule = made.json()
    assert (made.status_code, made["Location"]) == (201, f"/api/v1/schedules/{schedule['id']}/")
    assert again.json()["id"] == schedule["id"]
    assert (schedule["amount"]["amount_minor"], schedule["discount"]["amount_minor"]) == (1980, 200)
    assert [(one["day"], one["amount"]["amount_minor"]) for one in schedule["next_charges"]] == [
        (in_days(7), 1980), (in_days(14), 1980), (in_days(21), 1980),
    ]  # fmt: skip
    assert program.get(f"schedules/{schedule['id']}/").json() == schedule
    assert program.get(f"schedules/?state=active&contact={contact_id}&q=bread").json()["results"] == [schedule]
    assert program.get("schedules/?state=ended").json()["results"] == []
    with business_scope(acme):
        assert [charge.amount_minor for charge in Charge.objects.all()] == [1980]


def test_it_is_paused_resumed_left_out_and_charged_after_all(program, bread):
    one = f"schedules/{bread['id']}/"
    paused = program.post(one + "pause/", {"reason": "Away"}).json()
    assert (paused["state"], paused["state_reason"], paused["next_charges"]) == ("paused", "Away", [])
    assert program.post(one + "skips/", {"period_on": in_days(7)}).json()["code"] == "schedule_paused"
    assert program.delete(one + "pause/").json()["next_on"] == in_days(7)
    assert program.post(one + "skips/", {"period_on": in_days(7)}).json()["next_on"] == in_days(14)
    assert program.post(one + "skips/", {"period_on": in_days(8)}).json()["code"] == "period_not_to_come"

    assert program.post(one + "skips/", {"period_on": in_days(7), "undo": True}).json()["next_on"] == in_days(7)


def test_another_price_keeps_the_quantity_and_the_discount_and_is_taken_back(acme, program, bread):
    one = f"schedules/{bread['id']}/"
    changed = program.post(one + "price/", {"unit_price": {"amount_minor": 1200}, "from_on": in_days(8)}).json()
    late = program.post(one + "price/", {"unit_price": {"amount_minor": 1200}, "from_on": in_days(-1)})

    assert changed["amount"]["amount_minor"] == 1980
    assert changed["changes"] == [{"day": in_days(14), "amount": {"amount_minor": 2420, "currency": "EUR"}}]
    assert (late.status_code, late.json()["code"], list(late.json()["fields"])) == (422, "too_late", ["from_on"])
    assert program.delete(one + "price/").json()["changes"] == []
    with business_scope(acme):
        assert SchedulePrice.objects.count() == 1


def test_its_words_are_changed_for_the_charges_to_come_by_whom_nobody_has_overtaken(acme, program, bread):
    one = f"schedules/{bread['id']}/"
    tag = program.get(one)["ETag"]
    changed = program.patch(one, {"description": "Rye", "due_days": 14}, if_match=tag)
    late = program.patch(one, {"description": "Oats"}, if_match=tag)
    wrong = [
        program.patch(one, body).status_code for body in ({"due_days": 366}, {"description": ""}, {"each": "year"})
    ]

    said = changed.json()
    assert (said["description"], said["due_days"], said["reason"], said["may_cancel"]) == ("Rye", 14, "", False)
    assert (said["amount"], said["next_charges"]) == (bread["amount"], bread["next_charges"])
    assert (changed["ETag"] != tag, late.status_code, wrong) == (True, 412, [422, 422, 422])
    with business_scope(acme):
        assert Schedule.objects.get().description == "Rye"
        assert Charge.objects.get().description == "Bread"


def test_it_ends_with_a_day_goes_on_after_all_and_ends_for_good(program, bread):
    one = f"schedules/{bread['id']}/"
    assert program.post(one + "end/", {"on": in_days(10)}).json()["ends_on"] == in_days(10)
    assert program.delete(one + "end/").json()["ends_on"] is None
    ended = program.post(one + "end/", {"reason": "No more ovens"}).json()

    assert (ended["state"], ended["state_reason"], ended["next_charges"]) == ("ended", "No more ovens", [])
    assert program.post(one + "pause/", {}).json()["code"] == "schedule_ended"


def test_what_cannot_be_is_refused_field_by_field_and_nothing_starts(acme, program, contact_id):
    address = f"contacts/{contact_id}/schedules/"
    for change, field in (
        ({"starts_on": in_days(-1)}, "starts_on"),
        ({"ends_on": in_days(-1)}, "ends_on"),
        ({"discount": {"amount_minor": 2000}}, "discount"),
        ({"discount_percent": "5"}, "discount"),
        ({"each": "day"}, "each"),
        ({"product_id": 987654321, "description": "x"}, "description"),
    ):
        answer = program.post(address, {**BREAD, **change})
        assert (answer.status_code, field in answer.json()["fields"]) == (422, True)

    with business_scope(acme):
        assert not Schedule.objects.exists()


def test_a_strangers_is_answered_like_nobodys_and_a_key_that_reads_changes_nothing(
    acme, program, stranger, with_scopes, bread
):
    for method, path in (("GET", ""), ("PATCH", ""), ("POST", "pause/"), ("POST", "end/"), ("DELETE", "price/")):
        theirs = stranger.ask(method, f"schedules/{bread['id']}/{path}", {} if method in BODIED else None)
        nobodys = stranger.ask(method, f"schedules/987654321/{path}", {} if method in BODIED else None)
        assert (theirs.status_code, nobodys.status_code) == (404, 404)
        assert theirs.json()["code"] == nobodys.json()["code"]
    reader = with_scopes("schedules:read")
    assert reader.post(f"schedules/{bread['id']}/end/", {}).status_code == 403
    assert reader.patch(f"schedules/{bread['id']}/", {"description": "Oats"}).status_code == 403

    with business_scope(acme):
        assert (Schedule.objects.get().is_active, Schedule.objects.get().description) == (True, "Bread")
