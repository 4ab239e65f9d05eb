from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from billing.selectors.accounts import OpenItem, open_items
from billing.selectors.attempts import attempt_of
from billing.services.attempts import refresh_attempt
from billing.services.checkout import start_checkout
from customer_portal.forms import PayForm
from customer_portal.pages import portal_page
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest
from tenants.kernel.errors import MangoError
from tenants.kernel.money import Money, exponent
from tenants.kernel.pages import row_id
from tenants.links import business_url


@customers
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: CustomerRequest) -> HttpResponse:
    """Choose what to pay; the hosted checkout takes it from there."""
    items = open_items(request.customer.contact_id)
    form = _form(request, items)
    if request.method != "POST":
        return _page(request, items, form)
    if not form.is_valid():
        return _page(request, items, form, status=422)
    try:
        attempt = start_checkout(
            contact_id=request.customer.contact_id,
            customer_user_id=request.user.pk,
            charge_ids=form.cleaned_data["item"],
            amount=form.cleaned_data["money"],
            success_url=business_url(reverse("portal:pay")) + "{attempt}/?from=stripe",
            cancel_url=business_url(reverse("portal:pay")) + "{attempt}/?from=cancel",
        )
    except MangoError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, items, form, status=refusal.status)
    return redirect(attempt.checkout_url)


@customers
@require_safe
def attempt(request: CustomerRequest, attempt_id: int) -> HttpResponse:
    """Say what became of a payment. The browser's return proves nothing: Stripe is asked."""
    found = attempt_of(request.customer.contact_id, attempt_id)
    if found.is_live:
        found = _read_again(found.pk, otherwise=found)
    if found.state == found.State.SUCCEEDED:
        return redirect(reverse("portal:receipt", args=[found.payment.pk]) + "?new=1")
    context = {"attempt": found, "came_back": request.GET.get("from") == "cancel"}
    return portal_page(request, "portal/attempt.html", "pay", context)


def _read_again(attempt_id: int, otherwise: Any) -> Any:
    try:
        return refresh_attempt(attempt_id)
    except MangoError:  # Stripe is silent; the page says so and looks again
        return otherwise


def _form(request: CustomerRequest, items: list[OpenItem]) -> PayForm:
    return PayForm(
        request.POST if request.method == "POST" else None,
        charge_ids=[item.charge.pk for item in items],
        currency=request.business.currency,
        locale=request.business.locale,
    )


def _page(request: CustomerRequest, items: list[OpenItem], form: PayForm, *, status: int = 200) -> HttpResponse:
    everything = {item.charge.pk for item in items}
    ticked = _ticked(request) or (set() if form.is_bound else everything)
    currency = request.business.currency
    chosen = [item.due for item in items if item.charge.pk in ticked]
    context: dict[str, Any] = {
        "items": items,
        "form": form,
        "ticked": ticked,
        "total": sum(chosen, Money.zero(currency)),
        "digits": exponent(currency),
        "can_pay_online": request.business.charges_enabled,
    }
    return portal_page(request, "portal/pay.html", "pay", context, status=status)


def _ticked(request: CustomerRequest) -> set[int]:
    asked = request.POST if request.method == "POST" else request.GET
    return {item for text in asked.getlist("item") if (item := row_id(text)) is not None}
