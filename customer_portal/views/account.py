from django.http import HttpResponse
from django.views.decorators.http import require_safe

from billing.selectors.accounts import account_currencies, balance_of
from billing.selectors.lines import has_lines
from billing.selectors.queries import queries_of
from billing.statement_files import asked_statement, csv_answer, pdf_answer
from customer_portal.pages import portal_page
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest


@customers
@require_safe
def account(request: CustomerRequest) -> HttpResponse:
    """Everything put on the account and paid between two dates, newest first, with the balance after each line."""
    contact_id = request.customer.contact_id
    known = account_currencies(contact_id)
    statement = asked_statement(contact_id, known, request.GET)
    currency = statement.closing.currency
    balance = balance_of(contact_id, currency)
    context = {
        "statement": statement,
        "lines": statement.lines[::-1],
        "is_empty": not statement.lines and not has_lines(contact_id),
        "balance": balance,
        "credit": -balance,
        "queries": queries_of(contact_id),
        "currencies": known,
        "currency": currency,
    }
    return portal_page(request, "portal/account.html", "account", context)


@customers
@require_safe
def statement_pdf(request: CustomerRequest) -> HttpResponse:
    return pdf_answer(request.customer.contact, request.GET)


@customers
@require_safe
def statement_csv(request: CustomerRequest) -> HttpResponse:
    return csv_answer(request.customer.contact, request.GET)
