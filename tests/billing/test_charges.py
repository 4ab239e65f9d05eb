import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from billing.errors import (
    AmountNotPositive,
    AmountTooLarge,
    DiscountTooLarge,
    NoExchangeRate,
    NoSuchContact,
    ProductArchived,
    QuantityNotPositive,
    ReasonMissing,
)
from billing.forms.fields import DiscountField
from billing.models import Charge, LedgerEntry, Product
from billing.selectors.accounts import balance_of, open_items
from billing.services.charges import ChargeDraft, add_charge, draft_of, void_charge
from billing.services.pricing import Discount
from billing.services.rates import set_rate
from tenants.activity.models import Activity
from tenants.kernel import clock
from tenants.kernel.money import Money
from tests.billing.books import TEN_PERCENT, assert_books_add_up, charge, due, entries, money, pay


def test_what_it_cost_is_kept_in_the_currency_of_the_charge(cleo):
    set_rate(currency="USD", rate=Decimal("0.5"))

    assert charge(cleo, 1000, cost=Money(400, "USD")).cost_minor == 200
    draft = ChargeDraft(description="Tart", unit_price=Money(1000, "USD"), cost=money(400))
    assert add_charge(contact_id=cleo.pk, draft=draft).cost == Money(800, "USD")


def test_a_charge_is_owed_at_once_with_who_and_why(cleo, ada):
    made = charge(cleo, 1250, reason="The tart you ordered on Friday", added_by=ada)

    assert balance_of(cleo.pk) == money(1250)
    assert (made.added_by_name, made.reason) == ("Ada Lindqvist", "The tart you ordered on Friday")
    assert Activity.objects.get(verb="charge.added").contact_id == cleo.pk
    assert_books_add_up()


@pytest.mark.parametrize(
    ("minor", "quantity", "rate", "inclusive", "expected"),
    [
        (1000, "1", "23", False, (1000, 230, 1230)),
        (1230, "1", "23", True, (1000, 230, 1230)),
        (999, "3", "6", False, (2997, 180, 3177)),
        (999, "1", "23", True, (812, 187, 999)),
        (1, "0.5", "0", False, (1, 0, 1)),
        (333, "0.333", "21", True, (92, 19, 111)),
    ],
)
def test_a_line_is_priced_and_taxed_to_the_cent(cleo, minor, quantity, rate, inclusive, expected):
    made = charge(cleo, minor, quantity=Decimal(quantity), tax_rate=Decimal(rate), tax_inclusive=inclusive)

    assert (made.net_minor, made.tax_minor, made.amount_minor) == expected
    assert_books_add_up()


def test_a_charge_of_a_product_keeps_the_price_it_had(cleo):
    product = Product.objects.create(
        name="Tart", price_minor=1800, currency="EUR", tax_rate=TEN_PERCENT, cost_minor=700
    )

    made = add_charge(contact_id=cleo.pk, draft=draft_of(product.pk, quantity=Decimal(2)))
    product.price_minor = 9900
    product.save()

    made.refresh_from_db()
    assert (made.description, made.amount_minor, made.cost_minor) == ("Tart", 3960, 700)


def test_an_archived_product_is_not_charged(cleo):
    product = Product.objects.create(name="Tart", price_minor=1800, currency="EUR", archived_at=clock.now())

    with pytest.raises(ProductArchived, match="Tart"):
        draft_of(product.pk)


def test_a_form_sent_twice_adds_one_charge(cleo):
    key = uuid.uuid4()

    first, second = charge(cleo, 500, request_key=key), charge(cleo, 500, request_key=key)

    assert first == second
    assert balance_of(cleo.pk) == money(500)


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (ChargeDraft(description="Air", unit_price=Money(0, "EUR")), AmountNotPositive),
        (ChargeDraft(description="Air", unit_price=Money(-5, "EUR")), AmountNotPositive),
        (ChargeDraft(description="Crumb", unit_price=Money(1, "EUR"), quantity=Decimal("0.1")), AmountNotPositive),
        (ChargeDraft(description="Air", unit_price=Money(5, "EUR"), quantity=Decimal(0)), QuantityNotPositive),
        (ChargeDraft(description="Pie", unit_price=Money(5, "USD")), NoExchangeRate),
        (ChargeDraft(description="Moon", unit_price=Money(10**14, "EUR"), quantity=Decimal(10**8)), AmountTooLarge),
    ],
)
def test_what_cannot_be_owed_is_not_charged(cleo, draft, refusal):
    with pytest.raises(refusal):
        add_charge(contact_id=cleo.pk, draft=draft)

    assert not Charge.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_nobody_is_charged_who_does_not_exist(in_acme):
    with pytest.raises(NoSuchContact):
        add_charge(contact_id=404, draft=ChargeDraft(description="Pie", unit_price=Money(5, "EUR")))


def test_credit_on_the_account_pays_for_the_next_charge(cleo):
    pay(cleo, 300)

    charge(cleo, 1000)

    assert due(cleo) == {"Sourdough": 700}
    assert_books_add_up()


def test_a_void_charge_is_owed_no_more_and_its_money_pays_for_what_is_due(cleo):
    tart = charge(cleo, 1000, "Tart", due_on=date(2026, 1, 1))
    pay(cleo, 600)
    charge(cleo, 400, "Rolls", due_on=date(2026, 2, 1))

    void_charge(charge_id=tart.pk, reason="Never delivered")

    assert due(cleo) == {}
    assert balance_of(cleo.pk) == money(-200)
    assert entries(cleo)[-1] == ("charge_void", -1000)
    assert_books_add_up()


def test_voiding_twice_voids_once(cleo):
    tart = charge(cleo, 1000, "Tart")

    void_charge(charge_id=tart.pk, reason="Never delivered")
    void_charge(charge_id=tart.pk, reason="Again")

    tart.refresh_from_db()
    assert tart.void_reason == "Never delivered"
    assert balance_of(cleo.pk) == money(0)


def test_a_charge_is_not_voided_without_a_reason(cleo):
    tart = charge(cleo, 1000, "Tart")

    with pytest.raises(ReasonMissing):
        void_charge(charge_id=tart.pk, reason="  ")

    assert due(cleo) == {"Tart": 1000}


def test_what_is_late_is_overdue(cleo):
    charge(cleo, 100, "Old", due_on=date(2026, 1, 1))
    charge(cleo, 100, "New")

    assert [(item.charge.description, item.is_overdue) for item in open_items(cleo.pk)] == [
        ("Old", True),
        ("New", False),
    ]


@pytest.mark.parametrize("change", [{"amount_minor": 1}, {"tax_minor": -1, "amount_minor": 999}, {"quantity": 0}])
def test_the_database_refuses_a_charge_that_does_not_add_up(cleo, change):
    made = charge(cleo, 1000)

    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.filter(pk=made.pk).update(**change)


@pytest.mark.parametrize(
    ("discount", "inclusive", "expected"),
    [
        (Discount(percent=Decimal("12.5")), False, (257, 1802, 180, 1982)),
        (Discount(percent=Decimal("12.5")), True, (257, 1638, 164, 1802)),
        (Discount(amount=Money(59, "EUR")), False, (59, 2000, 200, 2200)),
        (Discount(), False, (0, 2059, 206, 2265)),
    ],
)
def test_a_discount_comes_off_before_tax_is_looked_at(cleo, discount, inclusive, expected):
    made = charge(cleo, 2059, tax_rate=TEN_PERCENT, tax_inclusive=inclusive, discount=discount)

    assert (made.discount_minor, made.net_minor, made.tax_minor, made.amount_minor) == expected
    assert_books_add_up()


@pytest.mark.parametrize(
    "discount", [Discount(percent=Decimal(100)), Discount(percent=Decimal(-1)), Discount(amount=Money(2059, "EUR"))]
)
def test_a_discount_that_leaves_nothing_is_refused(cleo, discount):
    with pytest.raises(DiscountTooLarge):
        charge(cleo, 2059, discount=discount)

    assert not Charge.objects.exists()


def test_a_discount_is_read_as_it_is_kept(in_acme):
    assert DiscountField().clean("33.333 %") == Discount(percent=Decimal("33.333"))
    for typed in ("33.3333 %", "1,5 %", "100 %", "-1 %"):
        with pytest.raises(ValidationError):
            DiscountField().clean(typed)
