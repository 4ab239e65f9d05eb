"""Transfers that customers tell of: reserved while they are looked for, in the books once, or due again."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from billing.errors import NoSuchCharge, ReasonMissing
from billing.errors.paying import NoSuchTransfer, TransferAlreadyTold, TransferDayOff, TransferDecided
from billing.models import Payment, TransferItem, TransferNotice
from billing.models.transfer import HELD_FOR
from billing.needs.paying import TOLD
from billing.selectors.accounts import balance_of, open_items
from billing.selectors.transfers import told_minor
from billing.services.charges import void_charge
from billing.services.transfers import TransferClaim, confirm_transfer, decline_transfer, tell_of_transfer
from customer_portal.standing import Standing
from emails.models import Message
from tenants.accounts.models import User
from tenants.kernel import clock
from tests.billing.books import assert_books_add_up, charge, due, money
from tests.cast import member

TODAY = date(2026, 3, 10)


@pytest.fixture
def held(in_acme):
    with clock.held_at(clock.now().replace(year=2026, month=3, day=10, hour=12)):
        yield


@pytest.fixture
def bea(in_acme) -> User:
    return member("bea", "Bea", "bookkeeper")


@pytest.fixture
def told(held, cleo, bea):
    """Tell of a transfer for some charges; ``customer`` is anybody with a name and an address."""

    def tell(*charges, minor=None, of=cleo, key=None, sent_on=TODAY) -> TransferNotice:
        amount = money(minor or sum(one.amount_minor for one in charges))
        claim = TransferClaim(charge_ids=[one.pk for one in charges], amount=amount, sent_on=sent_on)
        return tell_of_transfer(contact_id=of.pk, claim=claim, customer=bea, request_key=key)

    return tell


def confirm(notice, by, minor=None) -> Payment:
    amount = notice.amount if minor is None else money(minor)
    return confirm_transfer(notice_id=notice.pk, amount=amount, received_on=TODAY, by=by)


def at_noon(day: date):
    return clock.held_at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def flags(contact) -> dict[str, tuple[bool, bool]]:
    return {item.description: (item.is_told, item.is_pending) for item in open_items(contact.pk)}


def test_what_was_told_of_is_reserved_and_still_owed(told, cleo):
    tart, rolls = charge(cleo, 1000, "Tart"), charge(cleo, 500, "Rolls")

    told(tart)

    assert flags(cleo) == {"Tart": (True, True), "Rolls": (False, False)}
    assert told_minor() == told_minor([cleo.pk]) == {tart.pk: 1000}
    assert (due(cleo), told_minor([])) == ({"Tart": 1000, "Rolls": 500}, {})
    assert rolls.pk not in told_minor()


def test_a_part_that_was_told_of_leaves_the_rest_to_pay_and_ten_days_later_all_of_it(told, cleo):
    tart = charge(cleo, 1000, "Tart")
    told(tart, minor=100)

    def standing() -> tuple[int, int, bool, bool]:
        (item,) = open_items(cleo.pk)
        seen = Standing.of([item], balance_of(cleo.pk))
        return seen.owed.minor, seen.pending.minor, item.is_to_pay, item.is_told

    assert standing() == (900, 100, True, True)
    with at_noon(TODAY + HELD_FOR):
        assert (standing(), list(told_minor().values())) == ((900, 100, True, True), [100])
    with at_noon(TODAY + HELD_FOR + timedelta(days=1)):
        assert (standing(), told_minor()) == ((1000, 0, True, True), {})
        told(tart, minor=850)
        assert (standing(), told_minor()) == ((150, 850, True, True), {tart.pk: 850})
        told(tart, minor=100)
        assert (standing(), told_minor()) == ((100, 900, True, True), {tart.pk: 900})
        with pytest.raises(TransferAlreadyTold):
            told(tart, minor=1)
    assert TransferNotice.objects.count() == 3


def test_the_longer_it_waits_the_more_the_team_is_pressed(told, cleo, bea):
    told(charge(cleo, 1000, "Tart"))
    badges = []
    for days in (2, 3, 10, 11):
        with at_noon(TODAY + timedelta(days=days)):
            found = TOLD.find(bea)
            badges.append((found.text, found.badge, found.tone))

    assert badges == [
        ("1 transfer to check", "", ""),
        ("1 transfer to check", "waiting for 3 days", "warning"),
        ("1 transfer to check", "waiting for 10 days", "warning"),
        ("1 transfer to check", "waiting for 11 days", "danger"),
    ]


def test_a_form_sent_twice_tells_it_once(told, cleo):
    tart, key = charge(cleo, 1000), uuid4()

    assert told(tart, key=key) == told(tart, key=key)

    assert TransferNotice.objects.count() == 1


def test_one_charge_is_looked_for_once_at_a_time(told, cleo):
    tart = charge(cleo, 1000)
    told(tart)

    with pytest.raises(TransferAlreadyTold):
        told(tart)

    assert TransferItem.objects.count() == 1


def test_another_contacts_charge_cannot_be_said_to_be_paid(told, cleo, carl):
    foreign = charge(carl, 1000)

    with pytest.raises(NoSuchCharge):
        told(foreign)

    assert (TransferNotice.objects.count(), told_minor()) == (0, {})


@pytest.mark.parametrize("days", [1, -367])
def test_a_day_to_come_or_long_ago_is_refused(told, cleo, days):
    with pytest.raises(TransferDayOff):
        told(charge(cleo, 1000), sent_on=TODAY + timedelta(days=days))

    assert not TransferNotice.objects.exists()


def test_confirmed_it_is_one_payment_with_one_receipt(told, cleo, bea):
    tart = charge(cleo, 1000, "Tart")
    charge(cleo, 700, "Older", due_on=date(2026, 1, 1))
    notice = told(tart)

    payments = {confirm(notice, bea).pk, confirm(notice, bea).pk}

    (payment,) = Payment.objects.all()
    assert (payments, payment.method, payment.amount_minor) == ({payment.pk}, "transfer", 1000)
    assert (due(cleo), told_minor()) == ({"Older": 700}, {})
    assert Message.objects.filter(kind="receipt").count() == 1
    assert_books_add_up()


def test_what_the_bank_says_counts_and_the_surplus_is_credit(told, cleo, bea):
    notice = told(charge(cleo, 1000))

    confirm(notice, bea, minor=1200)

    assert balance_of(cleo.pk) == money(-200)
    assert_books_add_up()


def test_a_charge_that_was_voided_meanwhile_leaves_credit(told, cleo, bea):
    tart = charge(cleo, 1000)
    notice = told(tart)
    void_charge(charge_id=tart.pk, reason="Not delivered")

    confirm(notice, bea)

    assert balance_of(cleo.pk) == money(-1000)
    assert_books_add_up()


def test_declined_it_is_due_again_and_the_customer_told_once(told, cleo, bea):
    notice = told(charge(cleo, 1000, "Tart"))

    for _time in range(2):
        decline_transfer(notice_id=notice.pk, reason="Not on our statement", by=bea)

    assert (flags(cleo), told_minor()) == ({"Tart": (False, False)}, {})
    mail = Message.objects.get(kind="transfer_declined")
    assert (mail.to, mail.context["amount"], mail.context["why"]) == (bea.email, "€10.00", "Not on our statement")
    assert not Payment.objects.exists()


def test_what_was_decided_stays_decided(told, cleo, bea):
    gone, come = told(charge(cleo, 1000)), told(charge(cleo, 500))
    decline_transfer(notice_id=gone.pk, reason="Not there", by=bea)
    confirm(come, bea)

    with pytest.raises(TransferDecided):
        confirm(gone, bea)
    with pytest.raises(TransferDecided):
        decline_transfer(notice_id=come.pk, reason="Not there", by=bea)

    assert list(TransferNotice.objects.order_by("pk").values_list("state", flat=True)) == ["declined", "confirmed"]
    assert Payment.objects.count() == 1


def test_declining_needs_a_reason_and_an_unknown_one_is_not_there(told, cleo, bea):
    notice = told(charge(cleo, 1000))

    with pytest.raises(ReasonMissing):
        decline_transfer(notice_id=notice.pk, reason=" ", by=bea)
    with pytest.raises(NoSuchTransfer):
        decline_transfer(notice_id=999_999, reason="Not there", by=bea)

    notice.refresh_from_db()
    assert notice.is_waiting


def test_it_may_be_told_of_again_after_it_was_not_found(told, cleo, bea):
    tart = charge(cleo, 1000)
    decline_transfer(notice_id=told(tart).pk, reason="Not there", by=bea)

    assert told(tart).is_waiting
