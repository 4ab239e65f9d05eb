from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from billing.selectors.accounts import account_currencies, standings
from billing.selectors.lines import account_page
from billing.statement_files import asked_currency
from crm.views.frame import contact_frame
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.pages import row_id


@allowed("ledger.view")
@require_safe
def account(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Everything put on a contact's account and paid, newest first, with the balance after each line."""
    before = row_id(request.GET.get("before", ""))
    known = account_currencies(contact_id)
    currency = asked_currency(known, request.GET)
    context = contact_frame(request, contact_id, "account")
    standing = standings([contact_id], currency)[contact_id]
    context |= {
        "standing": standing,
        "page": account_page(contact_id, before=before, currency=currency, balance=standing.balance),
        "currencies": known,
        "currency": currency,
        "in_currency": f"?currency={currency}" if len(known) > 1 else "",
        "is_first": before is None,
    }
    return render(request, "billing/account.html", context)
