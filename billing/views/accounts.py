from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from billing.selectors.accounts import account_page, standings
from crm.views.frame import contact_frame
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.pages import row_id


@allowed("ledger.view")
@require_safe
def account(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Everything put on a contact's account and paid, newest first, with the balance after each line."""
    before = row_id(request.GET.get("before", ""))
    context = contact_frame(request, contact_id, "account")
    context |= {
        "standing": standings([contact_id])[contact_id],
        "page": account_page(contact_id, before=before),
        "is_first": before is None,
    }
    return render(request, "billing/account.html", context)
