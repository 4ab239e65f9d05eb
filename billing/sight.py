"""To which contact an address of billing's leads."""

from typing import Any

from django.db.models import QuerySet

from billing.models import (
    Charge,
    ChargeQuery,
    Dispute,
    InstalmentPlan,
    Invoice,
    LedgerEntry,
    Payment,
    Promise,
    Quote,
    Schedule,
    TransferNotice,
)
from crm.models import Contact
from tenants.accounts import sight


def register() -> None:
    sight.register_place("charge_id", lambda charge_id: _contacts(Charge.objects.filter(pk=charge_id)))
    sight.register_place("credit_id", lambda credit_id: _contacts(LedgerEntry.objects.filter(pk=credit_id)))
    sight.register_place("invoice_id", lambda invoice_id: _contacts(Invoice.objects.filter(pk=invoice_id)))
    sight.register_place("dispute_id", lambda dispute_id: _contacts(Dispute.objects.filter(pk=dispute_id)))
    sight.register_place("refund_id", lambda refund_id: _contacts(Payment.objects.filter(refund_orders=refund_id)))
    sight.register_place("link_id", lambda link_id: _contacts(Invoice.objects.filter(links=link_id)))
    sight.register_place("payment_id", lambda payment_id: _contacts(Payment.objects.filter(pk=payment_id)))
    sight.register_place("query_id", lambda query_id: _contacts(ChargeQuery.objects.filter(pk=query_id)))
    sight.register_place("promise_id", lambda promise_id: _contacts(Promise.objects.filter(pk=promise_id)))
    sight.register_place("plan_id", lambda plan_id: _contacts(InstalmentPlan.objects.filter(pk=plan_id)))
    sight.register_place("schedule_id", lambda schedule_id: _contacts(Schedule.objects.filter(pk=schedule_id)))
    sight.register_place("quote_id", lambda quote_id: _contacts(Quote.objects.filter(pk=quote_id)))
    sight.register_place("notice_id", lambda notice_id: _contacts(TransferNotice.objects.filter(pk=notice_id)))
    sight.register_place("difference_id", _contact_of_difference)


def _contact_of_difference(difference_id: int) -> QuerySet[Any, Any]:
    return _contacts(Payment.objects.filter(differences=difference_id))


def _contacts(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return Contact.objects.filter(pk__in=rows.values("contact"))
