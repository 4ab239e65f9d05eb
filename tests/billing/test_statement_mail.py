"""Monthly statements by mail: once for each contact and month, when something moved or is owed."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import mail

from billing.models import StatementMail
from billing.services.charges import ChargeDraft, add_charge
from billing.services.rates import set_rate
from billing.services.reminder_rules import change_reminder_rules
from billing.services.reminders import choose_reminders
from billing.services.statement_mail import month_before, period_of, send_statement
from emails.models import Suppression
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.money import Money
from tests.billing.books import charge, contact, pay
from tests.billing.calendar import at, live

MARCH = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _march(in_acme):
    with at(date(2026, 3, 10)):
        change_reminder_rules({"sends_statements": True})
        yield


def sent() -> list[tuple[str, date]]:
    rows = StatementMail.objects.select_related("contact").order_by("month", "contact")
    return [(row.contact.display_name.split()[0], row.month) for row in rows]


def test_a_month_is_the_one_before_and_whole():
    assert month_before(date(2026, 1, 1)) == date(2025, 12, 1)
    assert (period_of(date(2028, 2, 9)).since, period_of(date(2028, 2, 9)).until) == (
        date(2028, 2, 1),
        date(2028, 2, 29),
    )


def test_it_goes_once_after_the_months_end_with_the_paper_and_the_balance(cleo):
    charge(cleo, 4500, "Cake")
    pay(cleo, 500, send_receipt=False)

    list(live(date(2026, 3, 11), 30))

    assert sent() == [("Cleo", MARCH)]
    (letter,) = mail.outbox
    assert letter.subject == "Your statement for March 2026: Acme Bakery"
    assert "Closing balance: €40.00" in letter.body
    name, content, kind = next(part for part in letter.attachments if isinstance(part, tuple))
    assert (name, content[:5], kind) == (
        "Statement Cleo van Dam 2026-03-01 2026-03-31.pdf",
        b"%PDF-",
        "application/pdf",
    )


def test_who_owes_gets_one_each_month_and_who_is_settled_only_when_something_moved(cleo, carl):
    charge(cleo, 4500)
    charge(carl, 100)
    pay(carl, 100, send_receipt=False)
    contact("Dora Lind", "dora@example.com")

    list(live(date(2026, 3, 11), 60))

    assert sent() == [("Cleo", MARCH), ("Carl", MARCH), ("Cleo", date(2026, 4, 1))]


def test_nobody_gets_one_who_does_not_want_it_or_cannot_be_reached(cleo, carl):
    for one in (cleo, carl):
        charge(one, 100)
    choose_reminders(contact_id=cleo.pk, reminds=True, sends_statements=False)
    Suppression.objects.create(address="carl@example.com", reason="bounced")

    list(live(date(2026, 3, 30), 5))

    assert (sent(), mail.outbox) == ([], [])


def test_whose_account_has_two_currencies_gets_a_paper_for_each(cleo):
    set_rate(currency="USD", rate=Decimal("0.9"))
    dollars = ChargeDraft(description="Crate", unit_price=Money(5000, "USD"))
    add_charge(contact_id=cleo.pk, draft=dollars)
    charge(cleo, 4500)
    with at(date(2026, 4, 1)):
        send_statement(contact_id=cleo.pk, month=MARCH)
        run_due()

    (letter,) = mail.outbox
    assert "€45.00" in letter.body
    assert "$50.00" in letter.body
    assert [part[0] for part in letter.attachments if isinstance(part, tuple) and part[2] == "application/pdf"] == [
        "Statement Cleo van Dam 2026-03-01 2026-03-31 EUR.pdf",
        "Statement Cleo van Dam 2026-03-01 2026-03-31 USD.pdf",
    ]


def test_asked_for_twice_it_is_written_once(cleo):
    charge(cleo, 4500)
    with at(date(2026, 4, 1)):
        first = send_statement(contact_id=cleo.pk, month=MARCH)
        second = send_statement(contact_id=cleo.pk, month=MARCH)
        run_due()

    assert (first is not None, second) == (True, None)
    assert len(mail.outbox) == 1
