"""The portal as a customer sees it, shown to the team: nothing in it can be pressed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from billing.selectors.accounts import open_items
from crm.models import Customer
from crm.selectors.contacts import contact_named
from customer_portal.first_step import note_look
from customer_portal.pages import portal_page
from customer_portal.standing import Standing
from customer_portal.views.home import home_context
from tenants.accounts import sight
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.accounts.models import User
from tenants.kernel.errors import NotFound
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business


@allowed("contacts.view")
@require_safe
def preview_latest(request: MemberRequest) -> HttpResponse:
    """Show the newest contact's portal; without any contact, ask for the first."""
    latest = Customer.objects.filter(sight.within(request.member)).order_by("-pk").first()
    return redirect("crm:contact_new") if latest is None else redirect("portal:preview", latest.contact_id)


@allowed("contacts.view")
@require_safe
def preview(request: MemberRequest, contact_id: int) -> HttpResponse:
    contact = contact_named(contact_id)
    customer = Customer.objects.select_related("user").filter(contact=contact).first()
    if customer is None:
        raise NotFound
    note_look(customer)
    seen = {"previewed": contact, "user": customer.user, "customer": customer}
    return portal_page(request, "portal/home.html", "home", _home_for(request.member, customer) | seen)


def _home_for(member: User, customer: Customer) -> dict[str, Any]:
    """Return the first screen without what a member may not see: quotes, payments, credit. What is due they may."""
    context = home_context(customer)
    if not member.may("quotes.view"):
        context["quotes"] = []
    if member.may("ledger.view"):
        return context
    items = open_items(customer.contact_id)
    due = Money(sum(item.due.minor for item in items), require_business().currency)
    return context | {"standing": Standing.of(items, due), "payments": [], "hides_payments": True}
