from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from billing.selectors.accounts import account_currencies
from billing.selectors.statements import ageing_of
from billing.statement_files import asked_statement, csv_answer, pdf_answer
from crm.selectors.contacts import contact_named
from crm.views.frame import contact_frame
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest


@allowed("ledger.view")
@require_safe
def statement(request: MemberRequest, contact_id: int) -> HttpResponse:
    """A contact's account between two days, as the contact gets it, and how old what is due today is."""
    context = contact_frame(request, contact_id, "account")
    known = account_currencies(contact_id)
    statement = asked_statement(contact_id, known, request.GET)
    context |= {
        "statement": statement,
        "ages": ageing_of(contact_id, statement.closing.currency),
        "currencies": known,
        "currency": statement.closing.currency,
    }
    return render(request, "billing/statement.html", context)


@allowed("ledger.view")
@require_safe
def statement_pdf(request: MemberRequest, contact_id: int) -> HttpResponse:
    return pdf_answer(contact_named(contact_id), request.GET)


@allowed("ledger.view")
@require_safe
def statement_csv(request: MemberRequest, contact_id: int) -> HttpResponse:
    return csv_answer(contact_named(contact_id), request.GET)
