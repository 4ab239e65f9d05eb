"""Promise to pay on the phone, and what the team sees of it."""

import re
from datetime import timedelta

import pytest

from billing.models import Promise
from billing.services.promises import promise_payment
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tenants.needs import needs_of
from tests.portal.furnishing import charge
from tests.signing_in import sign_in

TICKED = re.compile(r'value="(\d+)" checked')


@pytest.fixture
def cake(acme, contact_id):
    return charge(acme, contact_id, "Cake", 4500)


def day(days: int):
    return clock.today("Europe/Lisbon") + timedelta(days=days)


def promises(acme) -> list[tuple[int, object]]:
    with business_scope(acme):
        return list(Promise.objects.order_by("pk").values_list("charge_id", "until"))


def test_chosen_items_are_promised_by_a_day(portal, acme, cake, contact_id):
    charge(acme, contact_id, "Bread", 640)
    assert "Not now: promise to pay by a day" in portal.get("/pay/").content.decode()

    page = portal.post("/pay/promise/", {"item": [cake.pk], "until": day(7).isoformat()}, follow=True)

    assert "You have promised to pay by" in page.content.decode()
    assert promises(acme) == [(cake.pk, day(7))]
    assert "Promised by" in portal.get("/pay/").content.decode()


def test_at_first_what_is_late_is_ticked_or_everything_that_is_not_promised(portal, acme, cake, contact_id):
    bread, roll = (charge(acme, contact_id, name, 640) for name in ("Bread", "Roll"))
    assert ticked(portal) == {cake.pk, bread.pk, roll.pk}
    with business_scope(acme):
        promise_payment(contact_id=contact_id, charge_ids=[cake.pk], until=day(3))
    assert ticked(portal) == {bread.pk, roll.pk}

    late = charge(acme, contact_id, "Tart", 900, due_on=day(-9))

    assert ticked(portal) == {late.pk}
    assert ticked(portal, f"?item={cake.pk}") == {cake.pk}
    refused = portal.post("/pay/promise/", {"until": day(7).isoformat()})
    assert "checked" not in refused.content.decode()


def ticked(portal, query: str = "") -> set[int]:
    return {int(found) for found in TICKED.findall(portal.get(f"/pay/promise/{query}").content.decode())}


@pytest.mark.parametrize("until", ["", "tomorrow", "2020-01-01", "9999-12-31"])
def test_a_day_that_is_none_or_too_far_is_refused_and_the_choice_kept(portal, acme, cake, until):
    answer = portal.post("/pay/promise/", {"item": [cake.pk], "until": until})

    assert answer.status_code == 422
    assert f'value="{cake.pk}" checked' in answer.content.decode()
    assert promises(acme) == []


def test_anothers_item_is_no_choice(portal, acme, carl, cake):
    theirs = charge(acme, carl.customer.contact_id, "Roll", 100)

    answer = portal.post("/pay/promise/", {"item": [theirs.pk], "until": day(7).isoformat()})

    assert answer.status_code == 422
    assert promises(acme) == []


def test_the_team_sees_it_ends_it_and_hears_of_one_that_was_not_kept(client, acme, ada, cake, contact_id):
    with business_scope(acme):
        (made,) = promise_payment(contact_id=contact_id, charge_ids=[cake.pk], until=day(3))
    sign_in(client, ada)
    assert "Promised by" in client.get(f"/workspace/contacts/{contact_id}/").content.decode()
    with business_scope(acme), clock.held_at(clock.now() + timedelta(days=5)):
        assert [found.text for _need, found in needs_of(ada)] == ["1 promise to pay was not kept"]

    page = client.post(f"/workspace/promises/{made.pk}/ending/", follow=True).content.decode()
    assert "The promise is ended" in page
    assert "Ended" in page
