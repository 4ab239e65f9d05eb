from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from billing.selectors.accounts import all_standings, open_items
from billing.selectors.autopay import waits_for_card
from billing.selectors.backs import backs_of
from billing.selectors.payments import payments_of
from billing.selectors.quotes import waiting_of
from billing.selectors.services import renewing_soon
from crm.selectors.accuracy import standing_of
from crm.selectors.portal_updates import at_home
from customer_portal.pages import portal_page
from customer_portal.standing import Standing
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest

SHOWN = 3


@customers
@require_safe
def home(request: CustomerRequest) -> HttpResponse:
    """What is due, what was paid; somebody new looks over their details first."""
    customer = request.customer
    if customer.details_reviewed_at is None and "later" not in request.session:
        return redirect("portal:information")
    return portal_page(request, "portal/home.html", "home", home_context(customer))


def home_context(customer: Any) -> dict[str, Any]:
    contact_id = customer.contact_id
    accuracy, due = standing_of(contact_id)
    standing, *elsewhere = all_standings([contact_id])[contact_id]
    items = open_items(contact_id)
    updates, alerts = at_home(customer)
    return {
        "accuracy": accuracy,
        "due": due,
        "standing": Standing.of(items, standing.balance),
        "waits_for_card": waits_for_card(contact_id),
        "items": items[:SHOWN],
        "more": max(0, len(items) - SHOWN),
        "elsewhere": elsewhere,
        "payments": backs_of(payments_of(contact_id)[:SHOWN]),
        "renewing": renewing_soon(contact_id),
        "quotes": waiting_of(contact_id)[:SHOWN],
        "alerts": alerts,
        "updates": updates,
    }
