"""Credit out of kindness or instead of money: used at once, given once, taken back in full."""

import uuid

import pytest

from billing.errors import (
    AmountNotPositive,
    NoExchangeRate,
    NoSuchContact,
    NoSuchCredit,
    NothingToGiveBack,
    ReasonMissing,
    TooMuchToGiveBack,
)
from billing.models import LedgerEntry
from billing.selectors.accounts import balance_of
from billing.selectors.lines import account_lines
from billing.selectors.refunds import refundable_of
from billing.services.credits import CreditDraft, credit_payment, give_credit, take_credit_back
from billing.services.refunds import RefundDraft, give_back
from billing.statements import note_of
from emails.models import Message
from emails.rendering.mail import branded_mail
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tests.billing.books import assert_books_add_up, charge, due, entries, money, pay
from tests.cast import browser_of

WHY = "The cake came late"


def draft(minor: int = 400, reason: str = WHY, **more) -> CreditDraft:
    return CreditDraft(amount=money(minor), reason=reason, **more)


def letters() -> int:
    return Message.objects.filter(kind="credit").count()


def test_credit_pays_at_once_for_what_is_due_and_the_rest_waits(cleo):
    charge(cleo, 300, "Tart")

    credit = give_credit(cleo.pk, draft=draft())

    assert (due(cleo), balance_of(cleo.pk), credit.reason) == ({}, money(-100), WHY)
    charge(cleo, 250, "Rolls")
    assert due(cleo) == {"Rolls": 150}
    assert_books_add_up()


def test_the_customer_is_written_to_once_and_told_why_and_what_is_left(cleo):
    key = uuid.uuid4()
    for _ in range(2):
        give_credit(cleo.pk, draft=draft(), request_key=key)

    letter = branded_mail(Message.objects.get(kind="credit"))

    assert (letters(), balance_of(cleo.pk)) == (1, money(-400))
    for part in (letter.alternatives[0].content, letter.body):
        assert [said for said in ("€4.00", WHY, "You have €4.00 of credit now") if said not in part] == []


def test_nobody_is_written_to_when_nobody_should_be(cleo):
    give_credit(cleo.pk, draft=draft(tell=False))

    assert letters() == 0


def test_the_account_says_what_it_was_and_why(cleo):
    credit = give_credit(cleo.pk, draft=draft())
    take_credit_back(credit.pk, reason="It was for Carl")

    said = [(line.description, note_of(line)) for line in account_lines(cleo.pk)]

    assert said == [("Credit given", WHY), ("Credit taken back", "It was for Carl")]


def test_credit_taken_back_lets_be_due_again_what_it_had_paid_for(cleo):
    charge(cleo, 300, "Tart")
    credit = give_credit(cleo.pk, draft=draft())

    for _ in range(2):
        take_credit_back(credit.pk, reason="It was for Carl")

    assert entries(cleo) == [("charge", 300), ("credit", -400), ("credit_back", 400)]
    assert (due(cleo), balance_of(cleo.pk)) == ({"Tart": 300}, money(300))
    assert_books_add_up()


@pytest.mark.parametrize(
    ("amount", "reason", "refusal"),
    [
        (Money(0, "EUR"), WHY, AmountNotPositive),
        (Money(-5, "EUR"), WHY, AmountNotPositive),
        (Money(400, "USD"), WHY, NoExchangeRate),
        (Money(400, "EUR"), " ", ReasonMissing),
    ],
)
def test_what_cannot_be_given_is_refused_and_nothing_is_posted(cleo, amount, reason, refusal):
    with pytest.raises(refusal):
        give_credit(cleo.pk, draft=CreditDraft(amount=amount, reason=reason))

    assert (entries(cleo), letters()) == ([], 0)


def test_another_businesss_account_and_credit_are_nobodys(cleo, globex):
    credit = give_credit(cleo.pk, draft=draft())

    with business_scope(globex):
        with pytest.raises(NoSuchContact):
            give_credit(cleo.pk, draft=draft())
        with pytest.raises(NoSuchCredit):
            take_credit_back(credit.pk, reason=WHY)

    assert entries(cleo) == [("credit", -400)]


def test_a_payment_goes_back_as_credit_and_what_it_settled_stays_settled(cleo):
    charge(cleo, 1000, "Tart")
    payment = pay(cleo, 1000)

    credit = credit_payment(payment.pk, draft=draft())

    assert (credit.payment_id, due(cleo), balance_of(cleo.pk)) == (payment.pk, {}, money(-400))
    assert refundable_of(payment) == money(600)
    assert_books_add_up()


def test_no_more_goes_back_than_came_whichever_way(cleo):
    payment = pay(cleo, 1000)
    give_back(payment.pk, draft=RefundDraft(amount=money(700), reason=WHY))

    with pytest.raises(TooMuchToGiveBack):
        credit_payment(payment.pk, draft=draft(301))
    credit = credit_payment(payment.pk, draft=draft(300))
    with pytest.raises(NothingToGiveBack):
        give_back(payment.pk, draft=RefundDraft(amount=money(1), reason=WHY))
    take_credit_back(credit.pk, reason="To the card after all")
    give_back(payment.pk, draft=RefundDraft(amount=money(300), reason=WHY))

    assert (balance_of(cleo.pk), refundable_of(payment)) == (money(0), money(0))
    assert_books_add_up()


def test_a_form_sent_twice_credits_a_payment_once(cleo):
    payment, key = pay(cleo, 1000), uuid.uuid4()

    first, second = (credit_payment(payment.pk, draft=draft(1000), request_key=key) for _ in range(2))

    assert (first.pk, balance_of(cleo.pk)) == (second.pk, money(-2000))


def sent(**more) -> dict:
    return {"request_key": uuid.uuid4(), "amount": "4.00", "reason": WHY, "tell": "on", **more}


def test_the_team_gives_credit_from_the_account_and_takes_it_back(as_ada, acme, cleo):
    page, form = f"/workspace/contacts/{cleo.pk}/credit/new/", sent()
    assert page in as_ada.get(f"/workspace/contacts/{cleo.pk}/account/").content.decode()

    first, second = (as_ada.post(page, form)["Location"] for _ in range(2))

    assert first == second
    shown = as_ada.get(first).content.decode()
    assert [said for said in ("€4.00", WHY, "Ada Lindqvist", "Not used yet") if said not in shown] == []
    assert first in as_ada.get(f"/workspace/contacts/{cleo.pk}/account/").content.decode()
    assert as_ada.post(f"{first}taking-back/", {"reason": ""}).status_code == 422
    assert as_ada.post(f"{first}taking-back/", {"reason": "It was for Carl"})["Location"] == first
    assert "It was for Carl" in as_ada.get(first).content.decode()
    with business_scope(acme):
        assert balance_of(cleo.pk) == money(0)


@pytest.mark.parametrize("wrong", [{"amount": "0"}, {"amount": "much"}, {"reason": ""}])
def test_what_is_refused_stays_typed_and_nothing_is_given(as_ada, acme, cleo, wrong):
    answer = as_ada.post(f"/workspace/contacts/{cleo.pk}/credit/new/", sent(**wrong))

    assert answer.status_code == 422
    assert wrong.get("reason", WHY) in answer.content.decode()
    with business_scope(acme):
        assert entries(cleo) == []


def test_a_payment_is_given_back_as_credit_on_its_page(as_ada, acme, cleo):
    with business_scope(acme):
        payment = pay(cleo, 1000)
    form = sent(way="credit")

    for _ in range(2):
        answer = as_ada.post(f"/workspace/payments/{payment.pk}/refunds/new/", form)

    assert answer["Location"] == f"/workspace/payments/{payment.pk}/"
    shown = as_ada.get(answer["Location"]).content.decode()
    assert [said for said in ("Given as credit", WHY, "€4.00 is credit on the account now.") if said not in shown] == []
    with business_scope(acme):
        assert entries(cleo) == [("payment", -1000), ("credit", -400)]


def test_an_assistant_gives_no_credit(ben, acme, cleo):
    with business_scope(acme):
        credit = give_credit(cleo.pk, draft=draft())
    browser = browser_of(ben)

    assert browser.post(f"/workspace/contacts/{cleo.pk}/credit/new/", sent()).status_code == 403
    assert browser.post(f"/workspace/credits/{credit.pk}/taking-back/", sent()).status_code == 403
    assert browser.get(f"/workspace/credits/{credit.pk}/").status_code == 403
    with business_scope(acme):
        assert LedgerEntry.objects.count() == 1
