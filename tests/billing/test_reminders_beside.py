"""What reminders leave to others: a card that is charged by itself, parts that are kept to, a bank that is deciding."""

from datetime import date, timedelta

import pytest

from billing.selectors.reminder_mail import facts_of
from billing.selectors.reminders import Skip
from billing.services.attempts import refresh_attempt
from billing.services.consents import withdraw_consent
from billing.services.invoice_drafts import InvoiceDraft, gather, save_draft
from billing.services.invoices import issue_invoice
from billing.services.late_fees import fees_due
from billing.services.queries import query_charge
from billing.services.reminder_rules import change_reminder_rules
from billing.services.reminders import choose_reminders, remind
from billing.services.transfers import TransferClaim, decline_transfer, tell_of_transfer
from emails.kinds import kind_named
from emails.models import Message
from tenants.accounts.models import User
from tenants.kernel.jobs.runner import run_due
from tests.billing.autopay_world import agree, person_of, save_card
from tests.billing.books import charge, money, pay
from tests.billing.calendar import at, letters, planned, switch_on
from tests.billing.plans import agreed, offered
from tests.billing.stripe_world import DISPUTED, checkout, deliver

DAY = date(2031, 3, 10)


def skips(day: date) -> list[Skip | None]:
    return [one.skip for one in planned(day)]


def bill(of, number: int):
    """Charge a tart some days before DAY that falls due so many days after it."""
    with at(DAY - timedelta(days=20)):
        return charge(of, 1000, "Tart", due_on=DAY + timedelta(days=number))


@pytest.fixture
def tart(cleo):
    with at(DAY - timedelta(days=9)):
        switch_on()
        return charge(cleo, 1000, "Tart", due_on=DAY)


def test_whoever_pays_by_card_without_being_asked_is_not_reminded(stripe, cleo, tart):
    save_card(stripe, cleo)
    with at(DAY):
        agree(cleo)
        assert skips(DAY + timedelta(days=1)) == [Skip.AUTOPAY]

        withdraw_consent(contact_id=cleo.pk, by=person_of(cleo))
        assert skips(DAY + timedelta(days=1)) == [None]


def test_what_a_card_passes_by_on_its_day_is_reminded_of_and_charged_a_fee(stripe, cleo, tart):
    save_card(stripe, cleo)
    with at(DAY - timedelta(days=5)):
        agree(cleo, limit=money(1))
        change_reminder_rules({"fee_kind": "flat", "fee_minor": 500, "fee_after_days": 10})
    with at(DAY + timedelta(days=1)):
        assert [line.hold for one in planned(DAY + timedelta(days=1)) for line in one.lines] == ["autopay"]
    later = DAY + timedelta(days=10)
    with at(later):
        assert (skips(later), len(fees_due(later, [cleo.pk]))) == ([None], 1)


def test_whoever_pays_in_parts_is_reminded_once_one_is_late(cleo, tart):
    ada = User.objects.create(username="ada", name="Ada Lindqvist", kind="member", role="owner")
    with at(DAY - timedelta(days=1)):
        agreed(cleo, offered(cleo, [tart], ada, parts=2, first_on=DAY + timedelta(days=5)), person_of(cleo))

        assert skips(DAY + timedelta(days=5)) == [Skip.IN_PARTS]
        assert skips(DAY + timedelta(days=6)) == [None]
    first, second = DAY + timedelta(days=5), date(2031, 4, 15)
    told = []
    for day in (first + timedelta(days=1), first + timedelta(days=2), second + timedelta(days=1)):
        with at(day):
            sent = remind(contact_id=cleo.pk, day=day)
            groups = kind_named("reminder").read_anew({"contact_id": cleo.pk})["groups"] if sent else []
            told += [(day, group["total"], group["items"][0]["when"]) for group in groups]

    since = "was due on 15 March 2031"
    assert told == [(first + timedelta(days=1), "€5.00", since), (second + timedelta(days=1), "€10.00", since)]


def test_a_second_part_that_is_late_is_reminded_of_at_the_same_steps_as_the_first(cleo, tart):
    ada = User.objects.create(username="ada", name="Ada Lindqvist", kind="member", role="owner")
    agreed(cleo, offered(cleo, [tart], ada, parts=2, first_on=DAY + timedelta(days=5)), person_of(cleo))
    second = date(2031, 4, 15)
    with at(DAY + timedelta(days=6)):
        remind(contact_id=cleo.pk, day=DAY + timedelta(days=6))
        pay(cleo, 500)
    with at(second):
        assert skips(second) == [Skip.IN_PARTS]
    with at(second + timedelta(days=1)):
        reminder = remind(contact_id=cleo.pk, day=second + timedelta(days=1))

    assert [(item.days, item.part_on) for item in reminder.items.all()] == [(1, second)]


@pytest.mark.parametrize(("minor", "expected"), [(100, (None, 900, 90)), (1000, (Skip.TOLD, 1000, 0))])
def test_what_is_said_to_be_transferred_is_left_out_of_reminders_and_fees_for_ten_days(cleo, tart, minor, expected):
    day = DAY + timedelta(days=1)
    with at(DAY):
        change_reminder_rules({"fee_kind": "percent", "fee_percent": 10, "fee_after_days": 1})
        claim = TransferClaim(charge_ids=[tart.pk], amount=money(minor), sent_on=DAY)
        notice = tell_of_transfer(contact_id=cleo.pk, claim=claim, customer=person_of(cleo))

    def asked(day: date) -> tuple[Skip | None, int, int]:
        with at(day):
            (one,) = planned(day)
            return one.skip, one.lines[0].due.minor, sum(fee.amount.minor for fee in fees_due(day, [cleo.pk]))

    assert asked(day) == expected
    assert asked(DAY + timedelta(days=10)) == expected
    assert asked(DAY + timedelta(days=11)) == (None, 1000, 100)
    if minor == 100:
        with at(day):
            (item,) = facts_of(planned(day)[0])["groups"][0]["items"]
        assert item["when"] == "was due on 10 March 2031; the €1.00 that you say you have transferred is left out"
        decline_transfer(notice_id=notice.pk, reason="Nothing came", by=person_of(cleo))
        assert asked(day) == (None, 1000, 100)


def test_a_part_that_is_said_to_be_transferred_is_not_late(cleo, tart):
    ada = User.objects.create(username="ada", name="Ada Lindqvist", kind="member", role="owner")
    late = DAY + timedelta(days=6)
    with at(DAY + timedelta(days=5)):
        agreed(cleo, offered(cleo, [tart], ada, parts=2, first_on=DAY + timedelta(days=5)), person_of(cleo))
        claim = TransferClaim(charge_ids=[tart.pk], amount=money(500), sent_on=DAY)
        tell_of_transfer(contact_id=cleo.pk, claim=claim, customer=person_of(cleo))

    with at(late):
        (line,) = planned(late)[0].lines
        assert (line.hold, line.due_on, line.due.minor) == ("in_parts", date(2031, 4, 15), 500)


def test_what_a_bank_has_taken_back_is_not_pressed_for(stripe, cleo, tart):
    stripe.pay(attempt := checkout(cleo, tart), DISPUTED)
    refresh_attempt(attempt.pk)
    deliver(stripe.events(attempt.stripe_account))

    with at(DAY):
        assert skips(DAY + timedelta(days=1)) == [Skip.DISPUTED]


@pytest.mark.parametrize("word", ["query", "off"])
def test_what_is_said_between_planning_and_sending_stops_the_mail(cleo, tart, word):
    day = DAY + timedelta(days=1)
    with at(day):
        remind(contact_id=cleo.pk, day=day)
        if word == "query":
            query_charge(contact_id=cleo.pk, charge_id=tart.pk)
        else:
            choose_reminders(contact_id=cleo.pk, reminds=False, sends_statements=True)
        run_due()

    assert letters("A reminder") == []
    assert Message.objects.get(kind="reminder").state == "cancelled"


def test_an_invoice_is_reminded_of_from_its_own_due_day_whatever_went_before(cleo):
    bill(cleo, -10)
    switch_on(steps=[-3, 1])
    told = []
    for number in range(1, 19):
        day = DAY + timedelta(days=number)
        with at(day):
            if number == 2:
                issue_invoice(gather(contact_id=cleo.pk).pk)  # due in 14 days
            if (sent := remind(contact_id=cleo.pk, day=day)) is not None:
                told += [(number, item.days) for item in sent.items.all()]

    assert told == [(1, 1), (13, -3), (17, 1)]


def test_nobody_is_reminded_at_once_of_an_invoice_that_falls_due_tomorrow(cleo):
    tart, tomorrow = bill(cleo, 20), DAY + timedelta(days=1)
    switch_on(steps=[-3])
    with at(DAY):
        issue_invoice(save_draft(contact_id=cleo.pk, draft=InvoiceDraft(charge_ids=[tart.pk], due_on=tomorrow)).pk)
    with at(tomorrow):
        assert skips(tomorrow) == [Skip.NO_STEP]


def test_a_part_that_falls_due_before_its_charge_is_reminded_of(cleo, ada):
    tart = bill(cleo, 60)
    switch_on(steps=[1])
    with at(DAY):
        agreed(cleo, offered(cleo, [tart], ada, parts=2, rhythm="week", first_on=DAY), person_of(cleo))

        assert skips(DAY + timedelta(days=1)) == [None]
