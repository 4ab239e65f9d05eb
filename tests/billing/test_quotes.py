"""Quotes: frozen when they are sent, accepted once with a name and a time, and then charges."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from billing.errors import NoExchangeRate, ReasonMissing
from billing.errors.quotes import (
    NoSuchQuote,
    QuoteBeingChanged,
    QuoteChanged,
    QuoteDayOver,
    QuoteDecided,
    QuoteDepositTooLarge,
    QuoteEmpty,
    QuoteExpired,
    QuoteNameMissing,
    QuoteNotOpen,
)
from billing.models import BillingProfile, Charge, Invoice, InvoiceLine, PayingRules, Quote
from billing.selectors.accounts import open_items
from billing.selectors.quotes import quote_of, said_of
from billing.services.invoicing_rules import save_rules
from billing.services.quote_answers import Acceptance, accept_quote, decline_quote
from billing.services.quotes import QuoteDraft, QuoteLineDraft, change_quote, new_quote, send_quote, withdraw_quote
from emails.models import Message
from tenants.kernel import clock
from tenants.kernel.money import Money
from tests.billing.bills import issued, line
from tests.billing.books import assert_books_add_up, due, money
from tests.cast import member

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def held():
    with clock.held_at(NOON):
        yield


def draft(**more) -> QuoteDraft:
    cake = QuoteLineDraft(
        description="Cake",
        unit_price=money(10_000),
        quantity=Decimal(2),
        discount_percent=Decimal(10),
        tax_rate=Decimal(20),
    )
    flowers = QuoteLineDraft(description="Flowers", unit_price=money(5000), is_optional=True)
    return replace(QuoteDraft(lines=[cake, flowers], valid_until=date(2026, 3, 31)), **more)


@pytest.fixture
def sent(cleo) -> Quote:
    return send_quote(quote_id=new_quote(contact_id=cleo.pk, draft=draft()).pk)


def accept(quote, of=None, **more) -> Quote:
    said = Acceptance(**{"name": "Cleo van Dam", "version": 1, "address": "192.0.2.7"} | more)
    return accept_quote(contact_id=of or quote.contact_id, quote_id=quote.pk, acceptance=said)


def test_a_draft_has_no_number_and_a_sent_one_says_what_it_costs(cleo):
    quote = new_quote(contact_id=cleo.pk, draft=draft())

    assert (quote.name, quote.amount_minor, quote.tax_minor) == ("", 21_600, 3600)
    assert send_quote(quote_id=quote.pk).name == "Q-0001"
    mail = Message.objects.get(kind="quote")
    assert (mail.context["amount"], mail.context["valid_until"]) == ("€216.00", "31 March 2026")


def test_sent_twice_it_is_mailed_once(sent):
    send_quote(quote_id=sent.pk)

    assert (Message.objects.filter(kind="quote").count(), sent.versions.count()) == (1, 1)


def test_a_form_sent_twice_makes_one(cleo):
    key = uuid4()

    assert new_quote(contact_id=cleo.pk, draft=draft(), request_key=key) == new_quote(
        contact_id=cleo.pk, draft=draft(), request_key=key
    )


def test_accepted_with_a_name_and_a_time_it_becomes_charges_with_what_was_chosen(sent, cleo):
    flowers = sent.lines.get(is_optional=True)

    quote = accept(sent, option_ids=[flowers.pk])

    assert (quote.state, quote.accepted_name, quote.accepted_from) == ("accepted", "Cleo van Dam", "192.0.2.7")
    assert (quote.decided_at, quote.amount_minor, due(cleo)) == (NOON, 26_600, {"Cake": 21_600, "Flowers": 5000})
    assert quote.agreement == (
        "Cleo van Dam accepts quote Q-0001 (version 1) of Acme Bakery over €266.00: Cake; Flowers."
    )
    assert_books_add_up()


def test_an_optional_line_that_was_not_ticked_is_not_charged(sent, cleo):
    accept(sent)

    assert due(cleo) == {"Cake": 21_600}


def test_accepting_twice_does_nothing_more(sent, cleo):
    accept(sent)

    again = accept(sent, name="Somebody Else", option_ids=[sent.lines.get(is_optional=True).pk])

    assert (again.accepted_name, Charge.objects.count()) == ("Cleo van Dam", 1)


@pytest.mark.parametrize(
    ("wanted", "state", "mails"), [("charges", None, 0), ("draft", "draft", 0), ("invoice", "issued", 1)]
)
def test_it_becomes_what_the_business_has_chosen_with_the_same_lines_and_discount(sent, cleo, wanted, state, mails):
    save_rules(accepted_quote=wanted)

    for _click in range(2):
        accept(sent, option_ids=[sent.lines.get(is_optional=True).pk])

    made = [
        (invoice.state, invoice.net_minor, invoice.tax_minor, invoice.amount_minor) for invoice in Invoice.objects.all()
    ]
    assert made == ([(state, 23_000, 3600, 26_600)] if state else [])
    lines = InvoiceLine.objects.order_by("position").values_list("description", "discount_percent", "amount_minor")
    assert list(lines) == ([("Cake", 10, 21_600), ("Flowers", 0, 5000)] if state else [])
    assert (due(cleo), Message.objects.filter(kind="invoice").count()) == ({"Cake": 21_600, "Flowers": 5000}, mails)
    falls_due = {charge.due_on for charge in Charge.objects.all()}
    assert falls_due == {date(2026, 3, 24) if state else date(2026, 3, 10)}
    assert_books_add_up()


def test_a_crash_while_it_is_invoiced_leaves_it_to_be_accepted_again(sent, cleo, monkeypatch):
    save_rules(accepted_quote="invoice")
    with monkeypatch.context() as broken:
        broken.setattr("billing.services.invoices.send_invoice", lambda _invoice: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            accept(sent)
    sent.refresh_from_db()
    assert (sent.state, due(cleo), Invoice.objects.exists()) == ("sent", {}, False)

    accept(sent)

    assert [invoice.number for invoice in Invoice.objects.all()] == ["2026-0001"]


def test_without_a_number_to_give_the_invoice_waits_as_a_draft_and_the_yes_holds(sent, cleo):
    save_rules(accepted_quote="invoice", pattern="A{number}-{year}", is_reset_yearly=False)
    issued(cleo, line(100))
    save_rules(pattern="A{number}-{year}", is_reset_yearly=True)

    assert accept(sent).state == "accepted"
    assert [invoice.state for invoice in Invoice.objects.order_by("pk")] == ["issued", "draft"]
    assert due(cleo) == {"Cake": 21_600, "Sourdough": 100}


def test_whoever_accounts_for_tax_can_accept_what_was_quoted_with_it(sent, cleo):
    save_rules(accepted_quote="invoice")
    BillingProfile.objects.create(contact=cleo, is_reverse_charge=True)

    accept(sent)

    invoice = Invoice.objects.get()
    assert (invoice.is_reverse_charge, invoice.tax_minor) == (False, 3600)


def test_the_deposit_is_asked_for_on_the_charges(cleo):
    quote = send_quote(quote_id=new_quote(contact_id=cleo.pk, draft=draft(deposit=money(6000))).pk)

    accept(quote, option_ids=[quote.lines.get(is_optional=True).pk])

    assert sum(item.deposit.minor for item in open_items(cleo.pk)) == 6000


def test_a_quote_that_names_no_deposit_asks_for_none_whatever_is_usual(cleo):
    PayingRules.objects.create(pk=1, deposit_kind="percent")
    accept(send_quote(quote_id=new_quote(contact_id=cleo.pk, draft=draft()).pk))

    assert [item.deposit.minor for item in open_items(cleo.pk)] == [0]


def test_the_last_day_counts_and_the_day_after_is_too_late(cleo):
    quote = send_quote(quote_id=new_quote(contact_id=cleo.pk, draft=draft(valid_until=date(2026, 3, 10))).pk)

    with clock.held_at(NOON.replace(day=11)), pytest.raises(QuoteExpired, match="10 March 2026"):
        accept(quote)

    assert due(cleo) == {}
    assert accept(quote).state == "accepted"


def test_who_read_an_older_version_accepts_nothing(sent, cleo):
    change_quote(quote_id=sent.pk, draft=draft(notes="Dearer"))
    with pytest.raises(QuoteBeingChanged):
        accept(sent)
    send_quote(quote_id=sent.pk)

    with pytest.raises(QuoteChanged):
        accept(sent)

    assert due(cleo) == {}
    assert accept(sent, version=2).agreement.startswith("Cleo van Dam accepts quote Q-0001 (version 2)")
    assert [version.said["notes"] for version in sent.versions.order_by("version")] == ["", "Dearer"]


def test_another_contacts_quote_is_not_there(sent, cleo, carl):
    with pytest.raises(NoSuchQuote):
        accept(sent, of=carl.pk)
    with pytest.raises(NoSuchQuote):
        decline_quote(contact_id=carl.pk, quote_id=sent.pk, reason="Not mine")

    sent.refresh_from_db()
    assert (sent.state, due(cleo), due(carl)) == ("sent", {}, {})


def test_nobody_accepts_without_a_name(sent, cleo):
    with pytest.raises(QuoteNameMissing):
        accept(sent, name=" \t ")

    assert due(cleo) == {}


def test_declined_with_a_reason_it_stays_declined(sent, cleo):
    member("olga", "Olga", "owner")
    with pytest.raises(ReasonMissing):
        decline_quote(contact_id=cleo.pk, quote_id=sent.pk, reason=" ")

    for _time in range(2):
        decline_quote(contact_id=cleo.pk, quote_id=sent.pk, reason="Too sweet")
    with pytest.raises(QuoteNotOpen):
        accept(sent)

    assert Message.objects.filter(kind="quote_answered").count() == 1
    assert due(cleo) == {}


def test_withdrawn_it_can_be_read_and_not_accepted(sent, cleo):
    withdraw_quote(quote_id=sent.pk)

    with pytest.raises(QuoteNotOpen):
        accept(sent)
    assert due(cleo) == {}


def test_what_was_written_and_not_sent_is_never_shown(sent, cleo):
    said = said_of(sent)
    change_quote(quote_id=sent.pk, draft=draft(notes="Ask for more next time", lines=draft().lines[:1]))
    withdraw_quote(quote_id=sent.pk)

    shown = quote_of(cleo.pk, sent.pk)
    assert (shown.state, shown.notes, said_of(shown)) == ("withdrawn", "", said)


def test_a_quote_in_a_currency_without_a_rate_is_not_sent(cleo):
    lines = [QuoteLineDraft(description="Cake", unit_price=Money(10_000, "USD"))]
    quote = new_quote(contact_id=cleo.pk, draft=draft(lines=lines))

    with pytest.raises(NoExchangeRate):
        send_quote(quote_id=quote.pk)
    assert (Quote.objects.get().state, Message.objects.count()) == ("draft", 0)


def test_what_was_decided_is_not_changed(sent):
    accept(sent)

    for change in (lambda: change_quote(quote_id=sent.pk, draft=draft()), lambda: withdraw_quote(quote_id=sent.pk)):
        with pytest.raises(QuoteDecided):
            change()

    assert sent.lines.count() == 2


def test_a_draft_that_was_never_sent_goes_away(cleo):
    withdraw_quote(quote_id=new_quote(contact_id=cleo.pk, draft=draft()).pk)

    assert not Quote.objects.exists()


def test_what_makes_no_quote_is_refused(cleo):
    only = QuoteLineDraft(description="Flowers", unit_price=money(5000), is_optional=True)
    with pytest.raises(QuoteEmpty):
        new_quote(contact_id=cleo.pk, draft=draft(lines=[only]))
    with pytest.raises(QuoteDepositTooLarge):
        new_quote(contact_id=cleo.pk, draft=draft(deposit=money(21_600)))

    assert not Quote.objects.exists()


def test_one_whose_day_is_over_is_not_sent(cleo):
    quote = new_quote(contact_id=cleo.pk, draft=draft(valid_until=date(2026, 3, 9)))

    with pytest.raises(QuoteDayOver):
        send_quote(quote_id=quote.pk)

    assert not Message.objects.filter(kind="quote").exists()
