"""Catalogue, charges and payments as the team works with them, without a browser."""

import uuid
from decimal import Decimal

import pytest
from django.test import Client

from billing.models import Charge, Payment, Product
from billing.selectors.accounts import due_by_charge
from billing.services.charges import ChargeDraft, add_charge
from billing.services.products import ProductDraft, save_product
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tenants.services.businesses import change_business
from tests.billing.bills import issued, line
from tests.billing.books import charge
from tests.signing_in import sign_in

RYE = {"name": "Rye", "kind": "product", "price": "6.40", "tax_rate": "6", "tax_inclusive": "False", "interval": ""}


@pytest.fixture
def contact_id(cleo) -> int:
    return cleo.pk


@pytest.fixture
def office(client, ada) -> Client:
    sign_in(client, ada)
    return client


@pytest.fixture
def rye(acme) -> Product:
    with business_scope(acme):
        return save_product(draft=ProductDraft(name="Rye", price=Money(640, "EUR")))


def charged(**more) -> dict:
    return {"request_key": uuid.uuid4(), "quantity": "2", "reason": "By phone", **more}


def received(**more) -> dict:
    return {"request_key": uuid.uuid4(), "amount": "10.00", "method": "cash", "received_on": "2026-11-20", **more}


def test_a_product_is_added_changed_archived_and_put_back(office, acme):
    office.post("/workspace/products/new/", RYE)
    with business_scope(acme):
        product = Product.objects.get()
        assert (product.name, product.price, product.is_recurring) == ("Rye", Money(640, "EUR"), False)

    office.post(f"/workspace/products/{product.pk}/", RYE | {"price": "7.00", "interval": "month"})
    office.post(f"/workspace/products/{product.pk}/archive/")

    with business_scope(acme):
        product.refresh_from_db()
        assert (product.price, product.interval, product.archived_at is None) == (Money(700, "EUR"), "month", False)

    office.post(f"/workspace/products/{product.pk}/archive/", {"restore": "1"})
    with business_scope(acme):
        product.refresh_from_db()
        assert product.archived_at is None


@pytest.mark.parametrize("price", ["", "six", "-1", "0", "6.405"])
def test_a_price_that_is_none_keeps_what_was_typed_and_saves_nothing(office, acme, price):
    answer = office.post("/workspace/products/new/", RYE | {"price": price})

    assert answer.status_code == 422
    assert 'value="Rye"' in answer.content.decode()
    with business_scope(acme):
        assert not Product.objects.exists()


def test_a_charge_from_the_catalogue_takes_price_and_tax_from_there(office, acme, contact_id, rye):
    answer = office.post(f"/workspace/contacts/{contact_id}/charges/new/", charged(product=rye.pk))

    assert answer.url == f"/workspace/contacts/{contact_id}/"
    with business_scope(acme):
        charge = Charge.objects.get()
        assert (charge.amount, charge.reason, charge.added_by_name) == (Money(1280, "EUR"), "By phone", "Ada Lindqvist")


def test_the_catalogue_reads_as_the_business_writes(office, acme, contact_id):
    with business_scope(change_business(acme.id, locale="en_PT")):
        saved = save_product(draft=ProductDraft(name="Rye", price=Money(640, "EUR"), tax_rate=Decimal(23)))

    choices = office.get(f"/workspace/contacts/{contact_id}/charges/new/").content.decode()
    product = office.get(f"/workspace/products/{saved.pk}/").content.decode()

    assert "Rye · 6,40\N{NO-BREAK SPACE}€" in choices
    assert 'name="tax_rate" value="23"' in product


def test_cost_and_margin_are_for_those_who_keep_the_catalogue(client, office, acme, ben, contact_id):
    with business_scope(acme):
        draft = ChargeDraft(
            description="Cake",
            unit_price=Money(12300, "EUR"),
            quantity=Decimal(2),
            tax_rate=Decimal(23),
            tax_inclusive=True,
            cost=Money(7050, "EUR"),
        )
        added = add_charge(contact_id=contact_id, draft=draft)

    seen = office.get(f"/workspace/charges/{added.pk}/").content.decode()
    sign_in(client, ben)
    by_ben = client.get(f"/workspace/charges/{added.pk}/").content.decode()

    assert (added.cost, added.margin) == (Money(14100, "EUR"), Money(5900, "EUR"))
    assert "€141.00" in seen
    assert "€59.00" in seen
    assert "Cake" in by_ben
    assert "€141.00" not in by_ben


def test_a_double_click_charges_once(office, acme, contact_id, rye):
    form = charged(product=rye.pk)

    office.post(f"/workspace/contacts/{contact_id}/charges/new/", form)
    office.post(f"/workspace/contacts/{contact_id}/charges/new/", form)

    with business_scope(acme):
        assert Charge.objects.count() == 1


def test_free_text_needs_its_price_and_the_total_is_worked_out_before_saving(office, acme, contact_id):
    url = f"/workspace/contacts/{contact_id}/charges/new/"
    assert "Say what it costs." in office.post(url, charged(description="Ribbon")).content.decode()

    below = office.post(url, charged(description="Ribbon", unit_price="-3.25", deposit="-1")).content.decode()
    preview = office.post(url, charged(description="Ribbon", unit_price="3.25", tax_rate="23", preview="1"))

    assert ("An amount cannot be below nothing." in below, 'value="-3.25"' in below) == (True, True)
    assert "€8.00" in preview.content.decode()  # 6.50 and 1.495 of tax, half up
    with business_scope(acme):
        assert not Charge.objects.exists()


def test_a_voided_charge_asks_why_and_leaves_the_account(office, acme, contact_id, rye):
    office.post(f"/workspace/contacts/{contact_id}/charges/new/", charged(product=rye.pk))
    with business_scope(acme):
        charge = Charge.objects.get()

    assert office.post(f"/workspace/charges/{charge.pk}/void/", {"reason": ""}).status_code == 422
    office.post(f"/workspace/charges/{charge.pk}/void/", {"reason": "Typed twice"})

    page = office.get(f"/workspace/charges/{charge.pk}/").content.decode()
    assert "Typed twice" in page
    with business_scope(acme):
        charge.refresh_from_db()
        assert charge.is_void


@pytest.mark.parametrize(("state", "shown"), [("", 1), ("open", 1), ("overdue", 0), ("paid", 0), ("void", 0)])
def test_the_list_of_charges_is_filtered_by_state(office, contact_id, rye, state, shown):
    office.post(f"/workspace/contacts/{contact_id}/charges/new/", charged(product=rye.pk))

    page = office.get(f"/workspace/charges/?state={state}").content.decode()

    assert page.count('class="row-link') == shown


def test_money_by_hand_is_recorded_once_and_shows_its_receipt(office, acme, contact_id):
    form = received()
    answer = office.post(f"/workspace/contacts/{contact_id}/payments/new/", form)
    office.post(f"/workspace/contacts/{contact_id}/payments/new/", form)

    with business_scope(acme):
        payment = Payment.objects.get()
    assert answer.url == f"/workspace/payments/{payment.pk}/"
    assert "R-00001" in office.get(answer.url).content.decode()
    assert "Cleo" in office.get("/workspace/payments/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"method": "card"}, "card is not one of the available choices"),
        ({"received_on": "2999-01-01"}, "Choose today or an earlier day"),
        ({"amount": "9" * 17}, "€1,000,000,000,000.00 is the most that can be written down"),
    ],
)
def test_money_by_card_to_come_or_beyond_counting_is_not_recorded_by_hand(office, acme, contact_id, wrong, words):
    answer = office.post(f"/workspace/contacts/{contact_id}/payments/new/", received(**wrong))

    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    with business_scope(acme):
        assert not Payment.objects.exists()


def test_money_by_hand_pays_the_invoice_that_is_chosen_before_what_is_older(office, acme, cleo):
    with business_scope(acme):
        older, newer = charge(cleo, 1000), issued(cleo, line(600), line(400))
        own = [item.pk for item in newer.charges.all()]
    form = received(pays=f"invoice:{newer.pk}")

    page = office.get(f"/workspace/contacts/{cleo.pk}/payments/new/").content.decode()
    answers = [office.post(f"/workspace/contacts/{cleo.pk}/payments/new/", form) for _ in range(2)]

    assert (f"Invoice {newer.number} · €10.00 due" in page, f'value="charge:{older.pk}"' in page) == (True, True)
    assert [f'value="charge:{pk}"' in page for pk in own] == [False, False]
    with business_scope(acme):
        assert [answer.url for answer in answers] == [f"/workspace/payments/{Payment.objects.get().pk}/"] * 2
        assert due_by_charge([older.pk, *own]) == {older.pk: Money(1000, "EUR")}


def test_what_another_contact_owes_is_refused_like_what_nobody_owes(office, acme, cleo, carl):
    with business_scope(acme):
        charge(cleo, 1000)
        his, invoice = charge(carl, 1000), issued(carl, line(600))
    chosen = [f"charge:{his.pk}", f"invoice:{invoice.pk}", "charge:987654"]
    form = received(reference="Slip 9", send_receipt="")

    answers = [office.post(f"/workspace/contacts/{cleo.pk}/payments/new/", form | {"pays": one}) for one in chosen]

    refusal = ["That is not open any more. Choose again what it pays."]
    assert [(answer.status_code, answer.context["form"].errors) for answer in answers] == [(422, {"pays": refusal})] * 3
    assert ['value="Slip 9"' in answer.content.decode() for answer in answers] == [True] * 3
    with business_scope(acme):
        assert (Payment.objects.exists(), len(due_by_charge([his.pk]))) == (False, 1)


def test_an_assistant_neither_charges_nor_records(client, acme, ben, contact_id, rye):
    sign_in(client, ben)

    charge = client.post(f"/workspace/contacts/{contact_id}/charges/new/", charged(product=rye.pk))
    payment = client.post(f"/workspace/contacts/{contact_id}/payments/new/", received())

    assert (charge.status_code, payment.status_code) == (403, 403)
    with business_scope(acme):
        assert not Charge.objects.exists()
        assert not Payment.objects.exists()
