"""What autopay keeps away from, and what keeps away from whose card pays."""

from datetime import date, timedelta

import pytest

from billing.selectors.chargeable import dues
from billing.services.late_fees import charge_fees
from billing.services.reminder_rules import change_reminder_rules
from billing.services.transfers import TransferClaim, confirm_transfer, decline_transfer, tell_of_transfer
from tests.billing.autopay_world import LOST, agree, becomes, charge_on, charged, morning, person_of, save_card
from tests.billing.books import charge, due, money

DAY = date(2031, 3, 10)
MONTH_LATER = DAY + timedelta(days=30)


@pytest.fixture
def card(stripe, cleo):
    return save_card(stripe, cleo)


@pytest.fixture
def consent(card, cleo):
    return agree(cleo)


@pytest.fixture
def tart(stripe, cleo):
    return charge(cleo, 1000, "Tart", due_on=DAY)


def test_whose_card_pays_is_charged_no_late_fee_until_the_card_could_not(stripe, cleo, consent, card, tart):
    late = DAY + timedelta(days=3)
    with morning(DAY):
        change_reminder_rules({"fee_kind": "flat", "fee_minor": 500, "fee_after_days": 1})
    with morning(late):
        assert charge_fees(contact_id=cleo.pk, day=late) == 0
        becomes(stripe, card, LOST)
        charge_on(late, cleo)

        assert (charge_fees(contact_id=cleo.pk, day=late), due(cleo)) == (1, {"Tart": 1000, "Late fee": 500})


def test_what_falls_due_on_the_last_day_there_is_stops_nothing(cleo, consent, card, tart):
    charge(cleo, 500, "Never", due_on=date.max)
    consent.days_after_due = 3

    assert [each.charged_on for each in dues(consent, card)] == [DAY + timedelta(days=3), date.max]


@pytest.mark.parametrize("ending", ["declined", "forgotten"])
def test_of_a_charge_only_what_is_said_to_be_transferred_is_left_alone_and_not_for_ever(
    stripe, cleo, consent, tart, ending
):
    person, last = person_of(cleo), DAY + timedelta(days=10)
    claim = TransferClaim(charge_ids=[tart.pk], amount=money(100), sent_on=DAY)
    with morning(DAY):
        notice = tell_of_transfer(contact_id=cleo.pk, claim=claim, customer=person)
    charge_on(DAY, cleo)
    assert charge_on(last, cleo) is None
    assert (charged(stripe, cleo), due(cleo)) == ([(900, "succeeded")], {"Tart": 100})

    if ending == "declined":
        decline_transfer(notice_id=notice.pk, reason="Nothing came", by=person)
    charge_on(last if ending == "declined" else last + timedelta(days=1), cleo)

    assert (charged(stripe, cleo), due(cleo)) == ([(900, "succeeded"), (100, "succeeded")], {})


def test_a_transfer_that_was_found_is_not_charged_as_well(stripe, cleo, consent, tart):
    claim = TransferClaim(charge_ids=[tart.pk], amount=tart.amount, sent_on=DAY)
    with morning(DAY):
        notice = tell_of_transfer(contact_id=cleo.pk, claim=claim, customer=person_of(cleo))
        confirm_transfer(notice_id=notice.pk, amount=tart.amount, received_on=DAY, by=person_of(cleo))

    assert charge_on(MONTH_LATER, cleo) is None
    assert (charged(stripe, cleo), due(cleo)) == ([], {})
