from django.http import HttpResponse
from django.views.decorators.http import require_safe

from billing.selectors.accounts import balance_of, has_lines
from billing.selectors.queries import queries_of
from billing.selectors.statements import statement_of
from billing.statement_files import asked_period, csv_answer, pdf_answer
from customer_portal.pages import portal_page
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest


@customers
@require_safe
def account(request: CustomerRequest) -> HttpResponse:
    """Everything put on the account and paid between two dates, newest first, with the balance after each line."""
    contact_id = request.customer.contact_id
    statement = statement_of(contact_id, asked_period(request.GET))
    balance = balance_of(contact_id)
    context = {
        "statement": statement,
        "lines": statement.lines[::-1],
        "is_empty": not statement.lines and not has_lines(contact_id),
        "balance": balance,
        "credit": -balance,
        "queries": queries_of(contact_id),
    }
    return portal_page(request, "portal/account.html", "account", context)


@customers
@require_safe
def statement_pdf(request: CustomerRequest) -> HttpResponse:
    return pdf_answer(request.customer.contact, asked_period(request.GET))


@customers
@require_safe
def statement_csv(request: CustomerRequest) -> HttpResponse:
    return csv_answer(request.customer.contact, asked_period(request.GET))
