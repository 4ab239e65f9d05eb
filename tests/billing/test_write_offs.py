"""What nobody will pay any more: given up once, never more than is due, due again when somebody pays after all."""

import uuid
from datetime import date

import pytest

from billing.errors import AmountNotPositive, MoreThanStillDue, NoSuchCharge, NothingToWriteOff, ReasonMissing
from billing.models import LedgerEntry
from billing.selectors.accounts import balance_of
from billing.selectors.charges import charges
from billing.selectors.invoices import invoices
from billing.selectors.verification import standing_of
from billing.services.charges import void_charge
from billing.services.refunds import RefundDraft, give_back
from billing.services.write_offs import undo_write_offs, write_off
from tenants.accounts.models import User
from tenants.kernel.money import CurrencyMismatch, Money
from tenants.kernel.scope import business_scope
from tests.billing.bills import credited, issued, line, only_charge
from tests.billing.books import assert_books_add_up, charge, due, entries, money, pay
from tests.cast import browser_of

GONE = "The shop is closed for good"


def test_what_is_still_due_is_given_up_and_what_was_paid_stays_paid(cleo):
    tart = charge(cleo, 1000, "Tart")
    pay(cleo, 600)

    given_up = write_off(charge_id=tart.pk, reason=GONE)

    assert (given_up.amount, given_up.reason, given_up.open_minor) == (money(-400), GONE, 0)
    assert entries(cleo) == [("charge", 1000), ("payment", -600), ("write_off", -400)]
    assert (due(cleo), balance_of(cleo.pk)) == ({}, money(0))
    assert_books_add_up()


def test_a_part_can_be_given_up_and_the_rest_stays_due(cleo):
    tart = charge(cleo, 1000, "Tart")

    write_off(charge_id=tart.pk, reason=GONE, amount=money(250))

    assert due(cleo) == {"Tart": 750}
    assert_books_add_up()


def test_what_was_given_up_or_taken_back_is_not_called_paid(cleo):
    paid, given_up, taken_back = (issued(cleo, line(1000, name)) for name in ("Tart", "Bun", "Roll"))
    write_off(charge_id=only_charge(given_up), reason=GONE)
    credited(taken_back)
    pay(cleo, 1000, charge_ids=[only_charge(paid)])
    ada, today = User(kind="member", role="owner"), date(2026, 3, 4)

    listed = {row.pk: (row.is_credited, row.is_written_off) for row in invoices(seen_by=ada, today=today)}
    assert [listed[row.pk] for row in (paid, given_up, taken_back)] == [(False, False), (False, True), (True, False)]
    assert list(invoices(seen_by=ada, today=today, state="paid")) == [paid]
    assert [row.description for row in charges(seen_by=ada, today=today, state="paid")] == ["Tart"]
    assert [standing_of(row).value for row in (paid, given_up, taken_back)] == ["paid", "written_off", "credited"]


def test_the_form_sent_twice_gives_up_once(cleo):
    tart, key = charge(cleo, 1000, "Tart"), uuid.uuid4()

    first, second = (write_off(charge_id=tart.pk, reason=GONE, amount=money(400), request_key=key) for _ in range(2))

    assert (first.pk, due(cleo)) == (second.pk, {"Tart": 600})


def test_when_somebody_pays_after_all_it_is_due_again(cleo):
    tart = charge(cleo, 1000, "Tart")
    write_off(charge_id=tart.pk, reason=GONE, amount=money(400))
    write_off(charge_id=tart.pk, reason=GONE)

    assert undo_write_offs(charge_id=tart.pk) == money(1000)
    assert undo_write_offs(charge_id=tart.pk) == money(0)

    assert due(cleo) == {"Tart": 1000}
    assert entries(cleo)[-2:] == [("write_off_back", 400), ("write_off_back", 600)]
    assert_books_add_up()


def test_what_was_written_off_once_can_be_written_off_again(cleo):
    tart = charge(cleo, 1000, "Tart")
    write_off(charge_id=tart.pk, reason=GONE)
    undo_write_offs(charge_id=tart.pk)

    write_off(charge_id=tart.pk, reason=GONE)

    assert (due(cleo), balance_of(cleo.pk)) == ({}, money(0))
    assert_books_add_up()


def test_voiding_what_was_written_off_leaves_no_credit_that_nobody_paid(cleo):
    tart = charge(cleo, 1000, "Tart")
    pay(cleo, 600)
    write_off(charge_id=tart.pk, reason=GONE)

    void_charge(charge_id=tart.pk, reason="It was never delivered")

    assert balance_of(cleo.pk) == money(-600)
    assert_books_add_up()


def test_a_refund_lets_be_due_again_what_was_paid_and_not_what_was_written_off(cleo):
    tart = charge(cleo, 1000, "Tart")
    payment = pay(cleo, 600)
    write_off(charge_id=tart.pk, reason=GONE)

    give_back(payment.pk, draft=RefundDraft(amount=money(600), reason="Burnt"))

    assert due(cleo) == {"Tart": 600}
    assert_books_add_up()


@pytest.mark.parametrize(
    ("amount", "reason", "refusal"),
    [
        (Money(1001, "EUR"), GONE, MoreThanStillDue),
        (Money(0, "EUR"), GONE, AmountNotPositive),
        (Money(-1, "EUR"), GONE, AmountNotPositive),
        (Money(100, "USD"), GONE, CurrencyMismatch),
        (None, "  ", ReasonMissing),
    ],
)
def test_what_cannot_be_given_up_is_refused_and_nothing_is_posted(cleo, amount, reason, refusal):
    tart = charge(cleo, 1000, "Tart")

    with pytest.raises(refusal):
        write_off(charge_id=tart.pk, reason=reason, amount=amount)

    assert entries(cleo) == [("charge", 1000)]


def test_what_is_paid_or_void_or_nobodys_cannot_be_given_up(cleo, globex):
    paid, void = charge(cleo, 1000, "Tart"), charge(cleo, 500, "Rolls")
    pay(cleo, 1000, charge_ids=[paid.pk])
    void_charge(charge_id=void.pk, reason="Mistake")

    for settled in (paid, void):
        with pytest.raises(NothingToWriteOff):
            write_off(charge_id=settled.pk, reason=GONE)
    with business_scope(globex), pytest.raises(NoSuchCharge):
        write_off(charge_id=paid.pk, reason=GONE)

    assert not LedgerEntry.objects.filter(kind="write_off").exists()


@pytest.fixture
def page(acme, cleo) -> str:
    with business_scope(acme):
        return f"/workspace/charges/{charge(cleo, 1000, 'Tart').pk}/"


def sent(**more) -> dict:
    return {"request_key": uuid.uuid4(), "amount": "10.00", "reason": GONE, **more}


def test_the_team_gives_up_and_takes_it_back_on_the_charges_page(as_ada, acme, cleo, page):
    form = sent()
    assert 'value="10.00"' in as_ada.get(page).content.decode()

    answers = [as_ada.post(f"{page}write-off/", form) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [page, page]
    shown = as_ada.get(page).content.decode()
    assert [said for said in ("Written off", GONE, "Ada Lindqvist") if said not in shown] == []
    with business_scope(acme):
        assert due(cleo) == {}
    assert as_ada.post(f"{page}write-off/undo/")["Location"] == page
    with business_scope(acme):
        assert due(cleo) == {"Tart": 1000}
    assert "€10.00 is due again." in as_ada.get(page).content.decode()


@pytest.mark.parametrize("wrong", [{"amount": "10.01"}, {"amount": "0"}, {"amount": "much"}, {"reason": ""}])
def test_what_is_refused_stays_typed_and_nothing_is_given_up(as_ada, acme, cleo, page, wrong):
    answer = as_ada.post(f"{page}write-off/", sent(**wrong))

    assert answer.status_code == 422
    assert wrong.get("reason", GONE) in answer.content.decode()
    with business_scope(acme):
        assert entries(cleo) == [("charge", 1000)]


def test_an_assistant_gives_nothing_up(ben, acme, cleo, page):
    browser = browser_of(ben)

    assert [browser.post(f"{page}write-off/{more}", sent()).status_code for more in ("", "undo/")] == [403, 403]
    with business_scope(acme):
        assert entries(cleo) == [("charge", 1000)]
    assert "Write off" not in browser.get(page).content.decode()
