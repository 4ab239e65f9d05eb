from dataclasses import replace
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from billing.selectors.accounts import OpenItem
from billing.selectors.attempts import attempt_of, unfinished_of
from billing.selectors.autopay import is_offered
from billing.selectors.bank import bank_details
from billing.selectors.instalments import instalment_rules, plans_of
from billing.selectors.paying import credit_used, paying_rules
from billing.selectors.queries import answered_of
from billing.services.attempts import refresh_attempt
from billing.services.cards import follow_cards
from billing.services.checkout import Wish, start_checkout
from customer_portal.asked import Asked, asked_items, currency_of
from customer_portal.forms import PayForm
from customer_portal.pages import portal_page
from customer_portal.selection import Selection, to_split
from customer_portal.views.promises import offers_promise
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest
from tenants.kernel.errors import MangoError
from tenants.kernel.money import Money, exponent
from tenants.kernel.pages import row_id
from tenants.links import business_url

LARGE = 999_999_999_999_999
"""All nines: the page's script learns from it how amounts are written, and fills its own figures in."""


@customers
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: CustomerRequest) -> HttpResponse:
    """Choose what to pay; the hosted checkout takes it from there."""
    items = asked_items(request)
    if request.method != "POST":
        return _offer(request, items)
    form = _form(request, items)
    if not form.is_valid():
        return _refuse(request, items, form, 422)
    if request.POST.get("by") == "transfer":
        return redirect(f"{reverse('portal:transfer')}?{_chosen(request.POST)}")
    if _is_told(items, form) and "again" not in request.POST:
        return _page(request, items, form, _ticked(request.POST), more={"ask_again": True})
    try:
        attempt = start_checkout(
            Wish(
                contact_id=request.customer.contact_id,
                customer_user_id=request.user.pk,
                charge_ids=form.cleaned_data["item"],
                amount=form.cleaned_data["wanted"],
                success_url=business_url(reverse("portal:pay")) + "{attempt}/?from=stripe",
                cancel_url=business_url(reverse("portal:pay")) + "{attempt}/?from=cancel",
                saves_card=form.cleaned_data["save"],
            )
        )
    except MangoError as refusal:
        form.add_error(None, str(refusal))
        return _refuse(request, items, form, refusal.status)
    return redirect(attempt.checkout_url)


@customers
@require_safe
def attempt(request: CustomerRequest, attempt_id: int) -> HttpResponse:
    """Say what became of a payment. The browser's return proves nothing: Stripe is asked."""
    found = attempt_of(request.customer.contact_id, attempt_id)
    if found.is_live:
        found = _read_again(found.pk, otherwise=found)
    if found.state == found.State.SUCCEEDED:
        saved = "&saved=1" if _is_saved(request, found) else ""
        return redirect(reverse("portal:receipt", args=[found.payment.pk]) + f"?new=1{saved}")
    context = {"attempt": found, "came_back": request.GET.get("from") == "cancel"}
    return portal_page(request, "portal/attempt.html", "pay", context)


def _is_saved(request: CustomerRequest, found: Any) -> bool:
    """Read the cards again when one was to be kept, so that it is there when the customer looks."""
    if not found.saves_card:
        return False
    try:
        follow_cards(request.customer.contact_id)
    except MangoError:  # Stripe's own word about the card is still to come, and is acted on then
        return False
    return True


def _is_told(items: list[OpenItem], form: PayForm) -> bool:
    """Say whether a transfer was told of for something that is now to be paid by card."""
    return any(item.is_told for item in items if item.charge_id in form.cleaned_data["item"])


def _chosen(sent: QueryDict) -> str:
    """Return the choice as it goes on to the page about transfers, and nothing else."""
    chosen = QueryDict(mutable=True)
    for name in ("currency", "item", "share", "amount"):
        chosen.setlist(name, sent.getlist(name))
    return chosen.urlencode()


def _read_again(attempt_id: int, otherwise: Any) -> Any:
    try:
        return refresh_attempt(attempt_id)
    except MangoError:  # Stripe is silent; the page says so and looks again
        return otherwise


def _offer(request: CustomerRequest, items: Asked) -> HttpResponse:
    """Show what is open, ticked as it was when the customer left a payment before its end."""
    unfinished = unfinished_of(request.customer.contact_id)
    selection = Selection.offered(items, unfinished)
    form = _form(request, items, initial=selection.initial(request.business.locale))
    more = {"unfinished": unfinished.attempt if unfinished else None}
    return _page(request, items, form, _ticked(request.GET) or selection.ticked, more=more)


def _refuse(request: CustomerRequest, items: Asked, form: PayForm, status: int) -> HttpResponse:
    """Show the page again with what was chosen, and why it did not go on."""
    return _page(request, items, form, _ticked(request.POST), status=status)


def _form(request: CustomerRequest, items: list[OpenItem], initial: dict[str, Any] | None = None) -> PayForm:
    return PayForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        charge_ids=[item.charge.pk for item in items],
        currency=currency_of(items),
        locale=request.business.locale,
    )


def _page(
    request: CustomerRequest,
    items: Asked,
    form: PayForm,
    ticked: frozenset[int],
    *,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    currency = currency_of(items)
    chosen = [item for item in items if item.charge.pk in ticked]
    rules = paying_rules()
    nothing = Money.zero(currency)
    context: dict[str, Any] = {
        "items": _with_credit(request, items),
        "form": form,
        "ticked": ticked,
        "total": sum((item.due for item in chosen), nothing),
        "deposit": sum((item.deposit for item in chosen), nothing),
        "asks_deposit": any(item.deposit for item in items),
        "rules": rules,
        "currency": currency,
        "currencies": items.currencies,
        "digits": exponent(currency),
        "sample": Money(LARGE, currency),
        "can_pay_online": request.business.charges_enabled,
        "keeps_cards": bool(items) and is_offered(),
        "can_transfer": bank_details() is not None,
        "plans": plans_of(request.customer.contact_id),
        "may_split": _may_split(items),
        "takes_promises": offers_promise(items),
        "queries": answered_of(request.customer.contact_id),
        **(more or {}),
    }
    return portal_page(request, "portal/pay.html", "pay", context, status=status)


def _may_split(items: list[OpenItem]) -> bool:
    """Whether there is enough due for the customer to split it by themselves."""
    chosen = to_split(items)
    if not chosen:
        return False
    rules = instalment_rules()
    return rules.is_offered and sum((item.due for item in chosen), Money.zero(rules.above.currency)) > rules.above


def _with_credit(request: CustomerRequest, items: list[OpenItem]) -> list[OpenItem]:
    used = credit_used(request.customer.contact_id) if items else {}
    return [replace(item, credit_used=used.get(item.charge_id)) for item in items]


def _ticked(asked: QueryDict) -> frozenset[int]:
    found = (row_id(text) for text in asked.getlist("item"))
    return frozenset(item for item in found if item is not None)
