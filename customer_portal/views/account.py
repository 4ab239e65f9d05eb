from datetime import date, timedelta

from django.http import HttpResponse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from billing.selectors.accounts import account_lines, balance_of, has_lines
from customer_portal.pages import portal_page
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest
from tenants.kernel import clock

SHOWN = timedelta(days=90)


@customers
@require_safe
def account(request: CustomerRequest) -> HttpResponse:
    """Everything put on the account and paid between two dates, newest first, with the balance after each line."""
    today = clock.today(request.business.time_zone)
    since = _date(request.GET.get("since"), today - SHOWN)
    until = _date(request.GET.get("until"), today)
    contact_id = request.customer.contact_id
    balance = balance_of(contact_id)
    lines = account_lines(contact_id, since, until)[::-1]
    context = {
        "since": since,
        "until": until,
        "lines": lines,
        "is_empty": not lines and not has_lines(contact_id),
        "balance": balance,
        "credit": -balance,
    }
    return portal_page(request, "portal/account.html", "account", context)


def _date(text: str | None, otherwise: date) -> date:
    try:
        return parse_date(text or "") or otherwise
    except ValueError:  # a day that no calendar has
        return otherwise
