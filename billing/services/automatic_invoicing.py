"""Invoices that nobody asks for: once a month, or when enough has come together; each charge on one invoice only."""

from calendar import monthrange
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from billing.models import Automatic, BillingProfile, Invoice, InvoicingRules, LedgerEntry
from billing.selectors.base import sum_in_base
from billing.selectors.invoicing import automatic_of, invoicing_rules, unpaid_uninvoiced
from billing.services.invoice_drafts import draft_over
from billing.services.invoices import issue_invoice
from billing.services.ledger import lock_account
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.scope import require_business

EARLY = time(6)
"""When the business's day begins for invoices, by its own clock."""


def plan_next_month() -> None:
    """Have the next monthly run done on its day; a run that is planned already is planned once."""
    zone = ZoneInfo(require_business().time_zone)
    now = clock.now().astimezone(zone)
    day = _day_in(now.year, now.month)
    if datetime.combine(day, EARLY, zone) <= now:
        day = _day_in(now.year + now.month // 12, now.month % 12 + 1)
    due_at = datetime.combine(day, EARLY, zone)
    enqueue("billing.invoice_month", due_at=due_at, key=f"invoice_month:{day}", day=day.isoformat())


@transaction.atomic
def invoice_month(day: date) -> None:
    """Ask for one invoice for each contact that is invoiced monthly and was not put away, and plan the next run.

    A run whose day the business has moved meanwhile does nothing: another one is planned.
    """
    if not _is_monthly() or day != _day_in(day.year, day.month):
        return
    kept = unpaid_uninvoiced().filter(contact__archived_at=None)
    owing = kept.order_by().values_list("contact_id", flat=True).distinct()
    for contact_id in sorted(owing):
        if automatic_of(contact_id) == Automatic.MONTHLY:
            key = f"invoice_contact:{contact_id}:{day:%Y-%m}"
            enqueue("billing.invoice_contact", key=key, contact_id=contact_id, period=f"{day:%Y-%m}")
    plan_next_month()


@transaction.atomic
def invoice_contact(contact_id: int, *, period: str) -> list[Invoice]:
    """Invoice what a contact owes, one invoice for each currency and month, however often this runs."""
    lock_account(contact_id)
    owed = unpaid_uninvoiced(contact_id).order_by().values_list("currency", flat=True).distinct()
    return [
        _issue(contact_id, currency, key=f"month:{period}:{currency}")
        for currency in sorted(owed)
        if not Invoice.objects.filter(contact_id=contact_id, automatic_key=f"month:{period}:{currency}").exists()
    ]


@transaction.atomic
def invoice_when_enough(contact_id: int) -> list[Invoice]:
    """Invoice what a contact owes once it comes to what the business has set, one invoice for each currency.

    Other currencies count by the rates that were stored with the charges.
    """
    contact = lock_account(contact_id)
    if contact.is_archived or automatic_of(contact_id) != Automatic.THRESHOLD:
        return []
    charges = unpaid_uninvoiced(contact_id).order_by().values("pk")
    owed = LedgerEntry.objects.filter(charge__in=charges, kind=LedgerEntry.Kind.CHARGE)
    rows = list(owed.values_list("open_minor", "currency", "charge__rate"))
    if not rows or sum_in_base(rows).money.minor < invoicing_rules().automatic_minor:
        return []
    return [_issue(contact_id, currency) for currency in sorted({currency for _minor, currency, _rate in rows})]


def _issue(contact_id: int, currency: str, *, key: str = "") -> Invoice:
    """Invoice what is owed in one currency."""
    made = draft_over(contact_id, unpaid_uninvoiced(contact_id).filter(currency=currency))
    Invoice.objects.filter(pk=made.pk).update(automatic_key=key)
    return issue_invoice(made.pk)


def _is_monthly() -> bool:
    monthly = {"automatic": Automatic.MONTHLY}
    return InvoicingRules.objects.filter(**monthly).exists() or BillingProfile.objects.filter(**monthly).exists()


def _day_in(year: int, month: int) -> date:
    """Return the day of a month on which the business invoices; the last one where the month is shorter."""
    return date(year, month, min(invoicing_rules().automatic_day, monthrange(year, month)[1]))
