"""“I don't recognise this”: a customer asks about one charge, the team answers, and the rest goes on as before."""

from django.db import transaction

from billing.errors import AnswerMissing, ChargeIsVoid, NoSuchQuery, QueryDecided
from billing.models import Charge, ChargeQuery, Invoice
from billing.selectors.invoices import creditable_of
from billing.selectors.queries import charge_of, query_of
from billing.services.charges import void_charge
from billing.services.credit_notes import CreditNoteDraft, credit_invoice
from billing.services.ledger import lock_account
from billing.services.query_closing import answer_by_taking_off, close_query, tell_of_answer
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock

State = ChargeQuery.State


@transaction.atomic
def query_charge(*, contact_id: int, charge_id: int, why: str = "", by: User | None = None) -> ChargeQuery:
    """Say that a contact does not recognise a charge of theirs; nothing is owed less, but nobody presses for it.

    A charge has one open query: another one changes its words. Raises NoSuchCharge, and ChargeIsVoid.
    """
    lock_account(contact_id)
    charge = charge_of(contact_id, charge_id)
    if charge.is_void:
        raise ChargeIsVoid(description=charge.description)
    query = ChargeQuery.objects.filter(charge=charge, state=State.OPEN).first()
    if query is not None and query.why == why.strip():
        return query
    query = query or ChargeQuery(charge=charge, contact_id=contact_id, asked_at=clock.now())
    query.why = why.strip()
    query.asked_by_id, query.asked_by_name = (by.pk, by.name) if by else (None, "")
    query.save()
    record("query.asked", charge, contact_id=contact_id, description=charge.description)
    return query


@transaction.atomic
def withdraw_query(*, contact_id: int, query_id: int, by: User | None = None) -> ChargeQuery:
    """Take a query back: the charge is as it was. A repeat changes nothing; raises QueryDecided after an answer."""
    lock_account(contact_id)
    query = query_of(contact_id, query_id)
    if query.state == State.WITHDRAWN:
        return query
    if not query.is_open:
        raise QueryDecided
    close_query(query, State.WITHDRAWN, by=by)
    record("query.withdrawn", query.charge, contact_id=contact_id, description=query.charge.description)
    return query


@transaction.atomic
def explain_charge(*, query_id: int, answer: str, by: User) -> ChargeQuery:
    """Tell the customer what the charge is for; from now on it is reminded of and paid automatically as before.

    A repeat by the same member changes nothing. Raises NoSuchQuery, AnswerMissing, and QueryDecided.
    """
    query = _waiting(query_id, answer, State.EXPLAINED, by)
    if not query.is_open:
        return query
    close_query(query, State.EXPLAINED, answer=answer, by=by)
    record("query.explained", query.charge, contact_id=query.contact_id, description=query.charge.description)
    tell_of_answer(query)
    return query


@transaction.atomic
def take_off_queried(*, query_id: int, answer: str, by: User) -> ChargeQuery:
    """Agree with the customer: the charge comes off the account, and what was paid on it becomes credit.

    What stands on an issued invoice is taken back by a credit note, whose reason is the answer. A repeat by the same
    member changes nothing. Raises as ``explain_charge``, ``void_charge`` and ``credit_invoice`` do.
    """
    query = _waiting(query_id, answer, State.TAKEN_OFF, by)
    if not query.is_open:
        return query
    invoice = query.charge.invoice
    if invoice is None:
        void_charge(charge_id=query.charge_id, reason=answer, by=by)
    else:
        _credit(invoice, query.charge, answer, by)
    answer_by_taking_off(query.charge, answer=answer, by=by)
    query.refresh_from_db()
    return query


def _credit(invoice: Invoice, charge: Charge, answer: str, by: User) -> None:
    """Credit what is left of a charge; nothing may be, where it was credited or written off meanwhile."""
    left = creditable_of(invoice)[charge.pk]
    if left:
        credit_invoice(invoice.pk, draft=CreditNoteDraft(reason=answer, amounts={charge.pk: left}), by=by)


def _waiting(query_id: int, answer: str, wanted: State, by: User) -> ChargeQuery:
    """Return a query under its account's lock: an open one, or the one that this member has just answered so."""
    if not answer.strip():
        raise AnswerMissing
    contact_id = ChargeQuery.objects.filter(pk=query_id).values_list("contact_id", flat=True).first()
    if contact_id is None:
        raise NoSuchQuery
    lock_account(contact_id)
    query = query_of(contact_id, query_id)
    if query.is_open or (query.state, query.decided_by_id) == (wanted, by.pk):
        return query
    raise QueryDecided
