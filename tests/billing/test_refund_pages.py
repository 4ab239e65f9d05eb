"""Giving back as the team does it: what can go back is suggested, what was typed stays, a double click gives once."""

import uuid

import pytest

from billing.models import RefundOrder
from tenants.kernel.scope import business_scope
from tests.billing.books import charge, money, pay
from tests.cast import browser_of


@pytest.fixture
def page(acme, cleo) -> str:
    """Where ten euros that Cleo paid can be given back."""
    with business_scope(acme):
        charge(cleo, 1000, "Tart")
        return f"/workspace/payments/{pay(cleo, 1000).pk}/refunds/new/"


def sent(**more) -> dict:
    return {"request_key": uuid.uuid4(), "amount": "4.00", "reason": "Two loaves were missing", **more}


def test_all_of_it_is_suggested_and_a_part_goes_back_once(as_ada, acme, page):
    form = sent()

    assert 'value="10.00"' in as_ada.get(page).content.decode()
    answers = [as_ada.post(page, form) for _ in range(2)]

    payment = page.removesuffix("refunds/new/")
    assert [answer["Location"] for answer in answers] == [payment, payment]
    with business_scope(acme):
        order = RefundOrder.objects.get()
        assert (order.amount, order.state, order.asked_by_name) == (money(400), "succeeded", "Ada Lindqvist")
    shown = as_ada.get(payment).content.decode()
    assert "Two loaves were missing" in shown
    assert "€4.00 is given back." in shown
    assert 'value="6.00"' in as_ada.get(page).content.decode()


@pytest.mark.parametrize("wrong", [{"amount": "10.01"}, {"amount": "0"}, {"amount": "much"}, {"reason": ""}])
def test_what_is_refused_stays_typed_and_nothing_goes_back(as_ada, acme, page, wrong):
    answer = as_ada.post(page, sent(**wrong))

    assert answer.status_code == 422
    assert wrong.get("reason", "Two loaves were missing") in answer.content.decode()
    with business_scope(acme):
        assert not RefundOrder.objects.exists()


def test_a_payment_that_went_back_offers_nothing_more(as_ada, page):
    as_ada.post(page, sent(amount="10.00"))

    assert "All of this payment has gone back" in as_ada.get(page).content.decode()
    assert "refunds/new/" not in as_ada.get(page.removesuffix("refunds/new/")).content.decode()
    assert as_ada.post(page, sent()).status_code == 409


def test_an_assistant_gives_nothing_back(ben, acme, page):
    browser = browser_of(ben)

    assert [browser.get(page).status_code, browser.post(page, sent()).status_code] == [403, 403]
    with business_scope(acme):
        assert not RefundOrder.objects.exists()
