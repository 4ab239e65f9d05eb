"""Products, charges and payments through the API: what pages do, to the cent."""

import pytest

from billing.models import Charge, LedgerEntry, Payment, Product
from tenants.activity.models import Activity
from tenants.kernel.scope import business_scope

BREAD = {
    "name": "Rye bread",
    "unit": "loaf",
    "price": {"amount_minor": 640, "currency": "EUR"},
    "tax_rate": "6",
    "cost": {"amount_minor": 210},
}


@pytest.fixture
def account(cleo) -> str:
    return f"contacts/{cleo.customer.contact_id}/"


def test_a_product_is_added_changed_and_taken_off_sale(acme, program):
    made = program.post("products/", BREAD)
    path = f"products/{made.json()['id']}/"

    changed = program.patch(path, {"price": {"amount_minor": 660}})

    assert (made.status_code, made.json()["price"]) == (201, {"amount_minor": 640, "currency": "EUR"})
    assert (changed.json()["price"]["amount_minor"], changed.json()["cost"]["amount_minor"]) == (660, 210)
    assert (changed.json()["name"], changed.json()["tax_rate"]) == ("Rye bread", "6.000")
    assert program.post(path + "archive/").json()["archived_at"] is not None
    assert program.get("products/").json()["results"] == []
    assert program.delete(path + "archive/").json()["archived_at"] is None
    with business_scope(acme):
        assert Product.objects.get().interval == ""


def test_a_charge_from_the_catalogue_has_its_price_and_is_due(acme, ada, account, program):
    product = program.post("products/", BREAD).json()["id"]

    answer = program.post(account + "charges/", {"product_id": product, "quantity": "10", "reason": "As agreed"})

    shown = answer.json()
    assert answer.status_code == 201
    assert [shown[name]["amount_minor"] for name in ("unit_price", "net", "tax", "amount", "due")] == [
        640, 6400, 384, 6784, 6784,
    ]  # fmt: skip
    assert (shown["added_by_name"], shown["reason"], shown["state"]) == ("Ada Lindqvist", "As agreed", "open")
    assert program.get("charges/?state=open").json()["results"] == [shown]
    with business_scope(acme):
        assert Charge.objects.get().added_by_id == ada.pk
        assert Activity.objects.get(verb="charge.added").actor_name == "Ada Lindqvist (API key “Nightly”)"


def test_money_that_came_settles_what_is_due_and_the_rest_is_credit(acme, account, program):
    cake = {"description": "Cake", "unit_price": {"amount_minor": 4500}}
    charge = program.post(account + "charges/", cake).json()["id"]

    money = {"amount": {"amount_minor": 5000}, "method": "cash", "charge_ids": [charge], "note": "Tip?"}
    paid = program.post(account + "payments/", money)

    assert (paid.status_code, paid.json()["receipt"], paid.json()["state"]) == (201, "R-00001", "succeeded")
    assert "note" not in paid.json()
    assert program.get(f"charges/{charge}/").json()["due"]["amount_minor"] == 0
    assert program.get(f"payments/{paid.json()['id']}/").json() == paid.json()
    with business_scope(acme):
        assert LedgerEntry.objects.credits().get().open_minor == 500
        assert Payment.objects.get().note == "Tip?"


def test_a_void_charge_is_off_the_account_with_its_reason(acme, account, program):
    charge = program.post(account + "charges/", {"description": "Cake", "unit_price": {"amount_minor": 4500}}).json()

    void = program.post(f"charges/{charge['id']}/void/", {"reason": "Wrong customer"})

    assert (void.status_code, void.json()["state"], void.json()["void_reason"]) == (200, "void", "Wrong customer")
    assert program.get("charges/?state=open").json()["results"] == []


CAKE = {"description": "Cake", "unit_price": {"amount_minor": 5}}
CASH = {"amount": {"amount_minor": 5}, "method": "cash"}
WRONG = {
    "nothing at all": ("charges/", {}, 422, "description"),
    "a product of nobody's": ("charges/", {"product_id": 999_999}, 404, "product_id"),
    "a product and a text": ("charges/", {"product_id": 1, "description": "Cake"}, 422, "description"),
    "for nothing": ("charges/", CAKE | {"unit_price": {"amount_minor": 0}}, 422, "unit_price"),
    "half a cent": ("charges/", CAKE | {"unit_price": {"amount_minor": 1.5}}, 422, "unit_price.amount_minor"),
    "dollars": ("charges/", CAKE | {"unit_price": {"amount_minor": 5, "currency": "USD"}}, 422, "unit_price"),
    "no number": ("charges/", CAKE | {"quantity": "NaN"}, 422, "quantity"),
    "beyond measure": ("charges/", CAKE | {"unit_price": {"amount_minor": 10**15}}, 422, "unit_price.amount_minor"),
    "no money": ("payments/", CASH | {"amount": {"amount_minor": 0}}, 422, "amount"),
    "by card": ("payments/", CASH | {"method": "card"}, 422, "method"),
    "for a charge of nobody's": ("payments/", CASH | {"charge_ids": [999]}, 404, "charge_ids"),
    "on no day": ("payments/", CASH | {"received_on": "2026-02-30"}, 422, "received_on"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_by_field_and_nothing_is_booked(acme, account, program, what):
    path, body, status, field = WRONG[what]

    answer = program.post(account + path, body)

    assert (answer.status_code, field in answer.json()["fields"]) == (status, True)
    with business_scope(acme):
        assert not LedgerEntry.objects.exists()
        assert not Payment.objects.exists()


def test_another_contacts_charge_cannot_be_paid_for_this_one(acme, account, carl, program):
    theirs = program.post(
        f"contacts/{carl.customer.contact_id}/charges/", {"description": "Cake", "unit_price": {"amount_minor": 100}}
    ).json()["id"]

    answer = program.post(
        account + "payments/", {"amount": {"amount_minor": 100}, "method": "cash", "charge_ids": [theirs]}
    )

    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_charge")
    with business_scope(acme):
        assert not Payment.objects.exists()


def test_lists_go_on_where_the_last_page_ended(account, program):
    for number in range(3):
        program.post(account + "charges/", {"description": f"Cake {number}", "unit_price": {"amount_minor": 100}})

    first = program.get("charges/?limit=2").json()
    second = program.get(f"charges/?limit=2&cursor={first['next']}").json()

    assert [row["description"] for row in first["results"] + second["results"]] == ["Cake 2", "Cake 1", "Cake 0"]
    assert second["next"] is None
