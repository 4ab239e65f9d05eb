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


@pytest.fixture
def failed(acme, cleo) -> RefundOrder:
    """A refund by hand, said to have failed."""
    with business_scope(acme):
        return RefundOrder.objects.create(
            payment=pay(cleo, 1000), amount_minor=400, reason="Burnt", state="failed", failure="The card is closed."
        )


def test_a_failed_refund_says_what_to_do_and_goes_again_once(as_ada, acme, failed):
    page, again = f"/workspace/payments/{failed.payment_id}/", f"/workspace/refunds/{failed.pk}/retry/"
    shown = as_ada.get(page).content.decode()
    assert [said for said in ("The card is closed.", "has not got this money", again) if said not in shown] == []

    answers = [as_ada.post(again) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [page, page]
    assert again not in as_ada.get(page).content.decode()
    with business_scope(acme):
        assert sorted(RefundOrder.objects.values_list("state", flat=True)) == ["failed", "succeeded"]


def test_what_cannot_go_again_is_said_and_nothing_goes(as_ada, acme, page):
    as_ada.post(page, sent())
    with business_scope(acme):
        order = RefundOrder.objects.get()

    payment = as_ada.post(f"/workspace/refunds/{order.pk}/retry/")["Location"]

    assert "has not failed" in as_ada.get(payment).content.decode()
    with business_scope(acme):
        assert RefundOrder.objects.count() == 1


def test_a_failed_refund_that_went_another_way_waits_for_nobody(as_ada, failed):
    page = f"/workspace/payments/{failed.payment_id}/"

    assert as_ada.post(f"/workspace/refunds/{failed.pk}/letting-be/")["Location"] == page

    assert "has not got this money" not in as_ada.get(page).content.decode()


def test_an_assistant_sends_nothing_again(ben, acme, failed):
    browser = browser_of(ben)

    asked = [browser.post(f"/workspace/refunds/{failed.pk}/{way}/").status_code for way in ("retry", "letting-be")]

    assert asked == [403, 403]
    with business_scope(acme):
        assert RefundOrder.objects.get().dealt_with_at is None
