"""Invoices that nobody asks for: each charge on one of them, each month once, whatever crashes."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from billing.models import Automatic, BillingProfile, Invoice
from billing.services.automatic_invoicing import invoice_contact, invoice_month, plan_next_month
from billing.services.charges import ChargeDraft, add_charge
from billing.services.invoicing_rules import save_profile, save_rules
from billing.services.rates import set_rate
from crm.services.contacts import archive_contact
from emails.models import Message
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import perform
from tenants.kernel.money import Money
from tests.billing.bills import draft, issued, line
from tests.billing.books import TEN_PERCENT, assert_books_add_up, charge, pay


def at(day: int, month: int = 6, year: int = 2026, hour: int = 12):
    return clock.held_at(datetime(year, month, day, hour, tzinfo=UTC))


def planned() -> list[str]:
    found = DueWork.objects.filter(name="billing.invoice_month").order_by("due_at")
    return [work.due_at.strftime("%Y-%m-%d %H:%M") for work in found]


def do_all(name: str) -> None:
    for work in DueWork.objects.filter(name=name).values_list("pk", flat=True):
        perform(work)


def numbers() -> list[tuple[str, str, int]]:
    rows = Invoice.objects.issued().order_by("pk").select_related("contact")
    return [(row.contact.display_name, row.number, row.amount_minor) for row in rows]


def test_every_month_on_its_day_each_contact_gets_one_invoice(cleo, carl):
    with at(10):
        save_rules(automatic=Automatic.MONTHLY, automatic_day=31)
        assert planned() == ["2026-06-30 05:00"]  # six in Lisbon's summer
        charge(cleo, 1000, "Tart")
        charge(carl, 500, "Loaf")
        charge(carl, 200, "Roll")
    with at(30):
        do_all("billing.invoice_month")
        do_all("billing.invoice_contact")

        assert numbers() == [("Cleo van Dam", "2026-0001", 1000), ("Carl Brandt", "2026-0002", 700)]
        assert Message.objects.filter(kind="invoice").count() == 2
        assert planned() == ["2026-07-31 05:00"]
        assert_books_add_up()


def test_a_month_runs_once_for_each_contact_however_often_it_is_asked_for(cleo):
    with at(1, month=7):
        save_rules(automatic=Automatic.MONTHLY)
        charge(cleo, 1000, "Tart")
        invoice_contact(cleo.pk, period="2026-07")
        charge(cleo, 300, "Loaf")

        assert [invoice_contact(cleo.pk, period="2026-07") for _ in "abc"] == [[], [], []]
        assert numbers() == [("Cleo van Dam", "2026-0001", 1000)]
        invoice_contact(cleo.pk, period="2026-08")
        assert numbers()[1:] == [("Cleo van Dam", "2026-0002", 300)]


def test_a_crash_before_the_commit_leaves_nothing_and_the_next_try_does_it(cleo, monkeypatch):
    charge(cleo, 1000, "Tart")
    with monkeypatch.context() as broken:
        broken.setattr("billing.services.invoices.send_invoice", lambda _invoice: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            invoice_contact(cleo.pk, period="2026-07")
    assert not Invoice.objects.exists()

    invoice_contact(cleo.pk, period="2026-07")

    assert len(numbers()) == 1
    assert_books_add_up()


def test_what_is_paid_drafted_or_invoiced_is_left_alone(cleo):
    charge(cleo, 1000, "Paid")
    pay(cleo, 1000)
    issued(cleo, line(500, "Invoiced"))
    tart = charge(cleo, 300, "Drafted")
    draft(cleo, charge_ids=[tart.pk])

    assert invoice_contact(cleo.pk, period="2026-07") == []


def test_a_run_whose_day_was_moved_does_nothing(cleo):
    with at(10):
        save_rules(automatic=Automatic.MONTHLY, automatic_day=15)
        charge(cleo, 1000, "Tart")
        save_rules(automatic_day=20)
        assert planned() == ["2026-06-15 05:00", "2026-06-20 05:00"]
    with at(15):
        invoice_month(date(2026, 6, 15))

    assert not DueWork.objects.filter(name="billing.invoice_contact").exists()


def test_one_contact_is_invoiced_monthly_where_the_others_are_not(cleo, carl):
    with at(1, month=7, hour=3):
        save_profile(contact_id=cleo.pk, automatic=Automatic.MONTHLY)
        charge(cleo, 1000, "Tart")
        charge(carl, 500, "Loaf")
        invoice_month(date(2026, 7, 1))
        do_all("billing.invoice_contact")

        assert numbers() == [("Cleo van Dam", "2026-0001", 1000)]


def test_enough_on_an_account_makes_an_invoice_and_the_next_counts_from_nothing(cleo, carl):
    save_rules(automatic=Automatic.THRESHOLD, automatic_minor=1000)
    BillingProfile.objects.create(contact=carl, automatic=Automatic.NEVER)
    for minor in (600, 399, 1, 50):
        charge(cleo, minor, f"Part {minor}")
        do_all("billing.invoice_when_enough")
    charge(carl, 5000, "Roof")
    do_all("billing.invoice_when_enough")

    assert [(name, minor) for name, _number, minor in numbers()] == [("Cleo van Dam", 1000)]
    assert_books_add_up()


def test_dollars_count_towards_enough_at_the_rate_kept_with_them_and_get_their_own_invoice(cleo):
    set_rate(currency="USD", rate=Decimal("0.90"), valid_from=date(2026, 1, 1))
    save_rules(automatic=Automatic.THRESHOLD, automatic_minor=1000)
    charge(cleo, 100)
    for minor in (998, 4):  # 8.98 euros as they were charged, and then 0.02: at the later rate both are less
        draft = ChargeDraft(description="Consulting", unit_price=Money(minor, "USD"))
        add_charge(contact_id=cleo.pk, draft=draft)
        do_all("billing.invoice_when_enough")
        assert Invoice.objects.exists() == (minor == 4)
        set_rate(currency="USD", rate=Decimal("0.50"), valid_from=date(2026, 1, 2))

    made = sorted((invoice.currency, invoice.amount_minor) for invoice in Invoice.objects.all())
    assert made == [("EUR", 100), ("USD", 1002)]
    assert_books_add_up()


def test_planning_twice_plans_once(cleo):
    save_rules(automatic=Automatic.MONTHLY)
    plan_next_month()
    plan_next_month()

    assert len(planned()) == 1


def test_a_charge_with_tax_is_invoiced_with_it_even_where_the_buyer_accounts_for_tax(cleo, carl):
    for contact in (cleo, carl):
        BillingProfile.objects.create(contact=contact, is_reverse_charge=True)
    charge(cleo, 1000, "Tart", tax_rate=TEN_PERCENT)
    charge(carl, 500, "Loaf")

    made = [*invoice_contact(cleo.pk, period="2026-07"), *invoice_contact(carl.pk, period="2026-07")]

    assert [(invoice.is_reverse_charge, invoice.tax_minor) for invoice in made] == [(False, 100), (True, 0)]


@pytest.mark.parametrize("automatic", [Automatic.MONTHLY, Automatic.THRESHOLD])
def test_who_was_put_away_is_invoiced_by_nobody_but_the_team(cleo, automatic):
    with at(10):
        save_rules(automatic=automatic, automatic_day=30, automatic_minor=900)
        charge(cleo, 1000, "Tart")
        archive_contact(cleo.pk)
    with at(30):
        for name in ("billing.invoice_when_enough", "billing.invoice_month", "billing.invoice_contact"):
            do_all(name)

        assert numbers() == []
        assert issued(cleo).number == "2026-0001"
