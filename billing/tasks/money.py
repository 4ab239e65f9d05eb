"""Billing's work after the request; each safe to run twice."""

from datetime import date, timedelta

from billing.errors import PaymentOnItsWay, ReconciliationSilent
from billing.models import PaymentAttempt
from billing.services import (
    attempts,
    automatic_invoicing,
    daily,
    disputes,
    events,
    expense_receipts,
    expense_rules,
    reconciliation,
    refunds,
    schedule_runs,
)
from tenants import directory
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.jobs.runner import RetryLater
from tenants.kernel.jobs.tasks import platform_task, tenant_task
from tenants.kernel.scope import business_scope

NIGHT = 3
"""The hour, where the business is, at which its books are compared."""
BANKS_TAKE = timedelta(hours=6)


@tenant_task("billing.handle_event", while_suspended=True)
def handle_event(*, event_pk: int) -> None:
    events.handle_event(event_pk)


@tenant_task("billing.settle_unknown", while_suspended=True)
def settle_unknown(*, attempt_id: int) -> None:
    """Look up what became of an attempt, and again later while it is undecided."""
    attempt = attempts.refresh_attempt(attempt_id)
    if attempt.state == PaymentAttempt.State.PROCESSING:
        enqueue("billing.settle_unknown", due_at=clock.now() + BANKS_TAKE, attempt_id=attempt_id)
    elif attempt.state == PaymentAttempt.State.UNKNOWN:
        enqueue("billing.settle_unknown", due_at=clock.now() + attempts.LOOK_AGAIN * 5, attempt_id=attempt_id)


@tenant_task("billing.send_refund", while_suspended=True)
def send_refund(*, order_id: int) -> None:
    refunds.send_refund(order_id)


@tenant_task("billing.send_evidence", while_suspended=True)
def send_evidence(*, dispute_id: int) -> None:
    disputes.send_evidence(dispute_id)


@tenant_task("billing.invoice_month")
def invoice_month(*, day: str) -> None:
    automatic_invoicing.invoice_month(date.fromisoformat(day))


@tenant_task("billing.invoice_contact")
def invoice_contact(*, contact_id: int, period: str) -> None:
    automatic_invoicing.invoice_contact(contact_id, period=period)


@tenant_task("billing.invoice_when_enough")
def invoice_when_enough(*, contact_id: int) -> None:
    automatic_invoicing.invoice_when_enough(contact_id)


@tenant_task("billing.reconcile", while_suspended=True)
def reconcile() -> None:
    """Compare Stripe with the books, once a night; a Stripe that is silent is asked again later."""
    try:
        reconciliation.reconcile()
    except ReconciliationSilent as error:
        raise RetryLater(str(error)) from error


@platform_task("billing.plan_reconciliations", every=timedelta(hours=1))
def plan_reconciliations() -> None:
    """Have each connected business's books compared, and fees and payouts read, in its next night; once each."""
    for business in directory.connected():
        with business_scope(business):
            tonight = clock.next_hour(NIGHT, business.time_zone)
            enqueue("billing.reconcile", key="nightly", due_at=tonight)
            enqueue("billing.ask_stripe_at_night", key="nightly", due_at=tonight)


@tenant_task("billing.retire_attempt")
def retire_attempt(*, attempt_id: int) -> None:
    """Close a page that asks for what is no longer due; a bank payment that is on its way cannot be called back."""
    attempt = PaymentAttempt.objects.get(pk=attempt_id)
    if not attempt.is_live:
        return
    try:
        attempts.retire_attempt(attempt)
    except PaymentOnItsWay:
        return


@tenant_task("billing.make_due_expenses")
def make_due_expenses(*, rule_id: int) -> None:
    """Safe to run twice: there is one expense a period, and the work for the next is asked for once."""
    expense_rules.make_due_expenses(rule_id)


@tenant_task("billing.tidy_expense_receipt")
def tidy_expense_receipt(*, storage_key: str) -> None:
    """Safe to run twice: a paper with a row stays, one without is gone."""
    expense_receipts.tidy_receipt(storage_key)


@tenant_task("billing.run_schedule")
def run_schedule(*, schedule_id: int) -> None:
    schedule_runs.catch_up(schedule_id)


@tenant_task("billing.day")
def day(*, hour: int) -> None:
    """The day's work by the business's clock; safe to run twice."""
    daily.do_day(hour=hour)


@tenant_task("billing.remind")
def remind(*, day: str, after: int) -> None:
    """Safe to run twice: a contact has one reminder a day, a step is reminded of once, a fee has a number."""
    daily.remind_some(day=date.fromisoformat(day), after=after)


@tenant_task("billing.send_statements")
def send_statements(*, month: str, after: int) -> None:
    """Safe to run twice: a contact has one statement a month."""
    daily.send_some_statements(month=date.fromisoformat(month), after=after)
