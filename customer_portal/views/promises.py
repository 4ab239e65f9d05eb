"""Promise to pay: for chosen items, by a day, within what the business allows."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.selectors.accounts import OpenItem, open_items
from billing.selectors.reminder_rules import reminder_rules
from billing.services.promises import last_day, promise_payment
from customer_portal.forms import PromiseForm
from customer_portal.pages import portal_page
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest
from tenants.kernel import clock
from tenants.kernel.dates import long_date
from tenants.kernel.errors import MangoError
from tenants.kernel.pages import row_id


@customers
@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: CustomerRequest) -> HttpResponse:
    items = [item for item in open_items(request.customer.contact_id) if item.is_to_pay]
    charge_ids = [item.charge_id for item in items]
    if request.method != "POST":
        return _page(request, items, PromiseForm(charge_ids=charge_ids))
    form = PromiseForm(request.POST, charge_ids=charge_ids)
    if not form.is_valid():
        return _page(request, items, form, status=422)
    until = form.cleaned_data["until"]
    try:
        promise_payment(
            contact_id=request.customer.contact_id,
            charge_ids=form.cleaned_data["item"],
            until=until,
            by=request.user,
        )
    except MangoError as refusal:
        form.add_error("until" if refusal.code == "promise_too_far" else None, str(refusal))
        return _page(request, items, form, status=refusal.status)
    day = long_date(until, locale=request.business.locale)
    messages.success(request, _("Thank you. You have promised to pay by %(day)s.") % {"day": day})
    return redirect("portal:pay")


def offers_promise(items: list[OpenItem]) -> bool:
    """Say whether there is something that may be promised."""
    return any(item.is_to_pay for item in items) and reminder_rules().takes_promises


def _page(request: CustomerRequest, items: list[OpenItem], form: PromiseForm, *, status: int = 200) -> HttpResponse:
    rules = reminder_rules()
    context = {
        "items": items,
        "form": form,
        "ticked": _ticked(request, items),
        "rules": rules,
        "first": clock.today(request.business.time_zone),
        "last": last_day(rules),
    }
    return portal_page(request, "portal/promise.html", "pay", context, status=status)


def _ticked(request: CustomerRequest, items: list[OpenItem]) -> set[int | None]:
    """Return what was chosen, by form or by address; nothing chosen in an address is for us to suggest."""
    asked = request.POST if request.method == "POST" else request.GET
    if "item" in asked or request.method == "POST":
        return {row_id(text) for text in asked.getlist("item")}
    return {item.charge_id for item in _suggested(items)}


def _suggested(items: list[OpenItem]) -> list[OpenItem]:
    """Return what is late, or everything when nothing is, without what is promised already."""
    fresh = [item for item in items if not item.promised_until] or items
    return [item for item in fresh if item.is_overdue] or fresh
