"""The customer's saved cards, and their word that the default one may be charged."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from billing.errors.autopay import CardsSilent
from billing.selectors.autopay import consent_of, is_offered, terms_for
from billing.selectors.cards import cards_of
from billing.services.cards import follow_cards, make_default, remove_card, start_saving_card
from billing.services.consents import Agreement, give_consent, withdraw_consent
from customer_portal.forms import AutopayForm
from customer_portal.pages import portal_page
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest
from tenants.accounts.visitor import Visitor
from tenants.kernel.errors import MangoError
from tenants.links import business_url


@customers
@require_safe
def methods(request: CustomerRequest) -> HttpResponse:
    """Show the cards and autopay. That somebody comes back from Stripe says nothing: its list is read again."""
    if request.GET.get("from") == "stripe":
        try:
            follow_cards(request.customer.contact_id)
        except CardsSilent as silent:
            messages.warning(request, str(silent))
    return _page(request)


@customers
@require_POST
def method_new(request: CustomerRequest) -> HttpResponse:
    """Go to Stripe's page on which a card is saved."""
    here = business_url(reverse("portal:methods"))
    try:
        onward = start_saving_card(
            contact_id=request.customer.contact_id, success_url=f"{here}?from=stripe", cancel_url=here
        )
    except MangoError as refusal:
        return _page(request, refusal=str(refusal), status=refusal.status)
    return redirect(onward)


@customers
@require_POST
def method_default(request: CustomerRequest, card_id: int) -> HttpResponse:
    card = make_default(contact_id=request.customer.contact_id, card_id=card_id)
    messages.success(request, _("%(card)s is your default card now.") % {"card": card.label})
    return redirect("portal:methods")


@customers
@require_POST
def method_removal(request: CustomerRequest, card_id: int) -> HttpResponse:
    remove_card(contact_id=request.customer.contact_id, card_id=card_id)
    messages.success(request, _("The card is removed and cannot be charged any more."))
    return redirect("portal:methods")


@customers
@require_POST
def autopay(request: CustomerRequest) -> HttpResponse:
    """Switch autopay on, with the words that were read and where from."""
    form = AutopayForm(request.POST, currency=request.business.currency, locale=request.business.locale)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    agreement = Agreement(
        agrees=form.cleaned_data["agrees"],
        digest=form.cleaned_data["terms"],
        limit=form.cleaned_data["money"],
        address=Visitor.of(request).address,
    )
    try:
        give_consent(contact_id=request.customer.contact_id, agreement=agreement, by=request.user)
    except MangoError as refusal:
        return _page(request, form=form, refusal=str(refusal), status=refusal.status)
    messages.success(request, _("Autopay is on. You can switch it off here at any time."))
    return redirect("portal:methods")


@customers
@require_POST
def autopay_withdrawal(request: CustomerRequest) -> HttpResponse:
    withdraw_consent(contact_id=request.customer.contact_id, by=request.user)
    messages.success(request, _("Autopay is off. Nothing more is charged by itself."))
    return redirect("portal:methods")


def _page(
    request: CustomerRequest, *, form: AutopayForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    contact_id = request.customer.contact_id
    cards = cards_of(contact_id)
    time_zone = request.business.time_zone
    context: dict[str, Any] = {
        "cards": [(card, card.has_expired(time_zone)) for card in cards],
        "consent": consent_of(contact_id),
        "terms": terms_for(contact_id),
        "is_offered": is_offered(),
        "form": form or AutopayForm(currency=request.business.currency, locale=request.business.locale),
        "refusal": refusal,
    }
    return portal_page(request, "portal/methods.html", "methods", context, status=status)
