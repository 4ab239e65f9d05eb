"""Paying in parts: what a customer is offered or asks for, agrees to with their name, and pays part by part."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.forms.instalments import AskForm
from billing.selectors.accounts import OpenItem, open_items
from billing.selectors.autopay import consent_of, terms_for
from billing.selectors.autopay import is_offered as keeps_cards
from billing.selectors.instalment_text import text_of
from billing.selectors.instalments import instalment_rules, plan_of, plans_of
from billing.services.checkout import Wish, start_checkout
from billing.services.consents import Agreement, scope_text
from billing.services.instalments import Signature, agree_to_plan, cancel_plan, offer_plan
from billing.services.plan_limits import hindrance
from billing.services.shares import Instalment
from customer_portal.pages import portal_page
from customer_portal.selection import to_split
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest
from tenants.accounts.visitor import Visitor
from tenants.kernel.errors import MangoError
from tenants.kernel.money import Money
from tenants.links import business_url
from tenants.views.answers import status_of


@customers
@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: CustomerRequest) -> HttpResponse:
    """Show the plans there are, and ask for one within the business's limits; it is agreed to on its own page."""
    contact_id = request.customer.contact_id
    items = to_split(open_items(contact_id))
    form = AskForm(request.POST if request.method == "POST" else None, rules=instalment_rules())
    if form.is_valid():
        try:
            plan = offer_plan(
                contact_id=contact_id, draft=form.draft([item.charge_id for item in items]), by=request.user
            )
        except MangoError as refusal:
            form.add_error(None, str(refusal))
            return _plans(request, form, items, status=refusal.status)
        return redirect("portal:plan", plan.pk)
    return _plans(request, form, items, status=status_of(form))


@customers
@require_safe
def plan(request: CustomerRequest, plan_id: int) -> HttpResponse:
    return _plan(request, plan_id)


@customers
@require_POST
def plan_agreement(request: CustomerRequest, plan_id: int) -> HttpResponse:
    """Agree with a name, and to autopay where that is ticked; the time and the place are written beside it."""
    name = request.POST.get("name", "").replace("\0", "")[:150]
    signature = Signature(name=name, user=request.user, address=Visitor.of(request).address)
    contact_id, autopay = request.customer.contact_id, _autopay(request)
    try:
        agree_to_plan(contact_id=contact_id, plan_id=plan_id, signature=signature, autopay=autopay)
    except MangoError as refusal:
        if refusal.status == 404:  # noqa: PLR2004 what is not theirs is not there
            raise
        return _plan(request, plan_id, refusal=str(refusal), status=refusal.status)
    if autopay is None:
        messages.success(request, _("The plan counts from now on. Only its parts fall due."))
    else:
        messages.success(request, _("The plan counts from now on, and your card is charged for each part on its day."))
    return redirect("portal:plan", plan_id)


@customers
@require_POST
def plan_refusal(request: CustomerRequest, plan_id: int) -> HttpResponse:
    """Say no to an offer."""
    cancel_plan(contact_id=request.customer.contact_id, plan_id=plan_id, by=request.user)
    messages.success(request, _("The offer is put aside. Nothing has changed on your account."))
    return redirect("portal:pay")


@customers
@require_POST
def plan_payment(request: CustomerRequest, plan_id: int) -> HttpResponse:
    """Pay what is open of the next part, or of all parts that are late, on Stripe's page."""
    contact_id = request.customer.contact_id
    found = plan_of(contact_id, plan_id)
    amount = found.payable
    if amount is None:
        return redirect("portal:plan", plan_id)
    portal = business_url(reverse("portal:pay"))
    try:
        attempt = start_checkout(
            Wish(
                contact_id=contact_id,
                customer_user_id=request.user.pk,
                charge_ids=found.charge_ids,
                amount=Instalment(amount),
                success_url=portal + "{attempt}/?from=stripe",
                cancel_url=portal + "{attempt}/?from=cancel",
                saves_card="save" in request.POST,
            )
        )
    except MangoError as refusal:
        return _plan(request, plan_id, refusal=str(refusal), status=refusal.status)
    return redirect(attempt.checkout_url)


def _plans(request: CustomerRequest, form: AskForm, items: list[OpenItem], *, status: int = 200) -> HttpResponse:
    context = {
        "plans": plans_of(request.customer.contact_id),
        "form": form,
        "rules": instalment_rules(),
        "items": items,
        "total": sum((item.due for item in items), Money.zero(request.business.currency)),
    }
    return portal_page(request, "portal/plans.html", "pay", context, status=status)


def _autopay(request: CustomerRequest) -> Agreement | None:
    """Return the customer's word, to what they read, that their card may be charged for everything; or None."""
    if "autopay" not in request.POST:
        return None
    address = Visitor.of(request).address
    return Agreement(agrees=True, digest=request.POST.get("terms", ""), limit=None, address=address)


def _plan(request: CustomerRequest, plan_id: int, *, refusal: str = "", status: int = 200) -> HttpResponse:
    contact_id = request.customer.contact_id
    found = plan_of(contact_id, plan_id)
    is_offered = found.plan.state == found.plan.State.OFFERED
    context: dict[str, Any] = {
        "view": found,
        "plan": found.plan,
        "text": text_of(found),
        "refusal": refusal,
        "hindrance": hindrance(found.plan) if is_offered else "",
        "name": request.POST.get("name", "")[:150],
        "ticked": "autopay" in request.POST,
        "keeps_cards": keeps_cards(),
        "consent": consent_of(contact_id),
        "terms": terms_for(contact_id) if is_offered else None,
        "scope": scope_text(None),
    }
    return portal_page(request, "portal/plan.html", "pay", context, status=status)
