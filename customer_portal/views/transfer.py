"""Paying from one's own bank: where to send it, and telling the business that it was sent."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.selectors.accounts import OpenItem
from billing.selectors.bank import bank_details, transfer_slip
from billing.selectors.transfers import HELD_DAYS, was_told
from billing.services.proofs import keep_proof
from billing.services.shares import chosen_parts
from billing.services.transfers import TransferClaim, tell_of_transfer
from customer_portal.asked import asked_items, currency_of
from customer_portal.forms import PayForm
from customer_portal.forms_transfer import TransferForm
from customer_portal.pages import portal_page
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest
from tenants.kernel import clock
from tenants.kernel.errors import MangoError
from tenants.kernel.money import Money


@customers
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: CustomerRequest) -> HttpResponse:
    """Show how to transfer what was chosen; take word, day and proof of what was sent."""
    items = [item for item in asked_items(request) if not item.is_on_its_way and item.untold]
    if bank_details() is None or not items:
        return redirect("portal:pay")
    return _take(request, items) if request.method == "POST" else _offer(request, items)


def _take(request: CustomerRequest, items: list[OpenItem]) -> HttpResponse:
    form = TransferForm(request.POST, request.FILES, items=items)
    if (form.is_valid() and _tell(request, form)) or _is_told(request, form):
        messages.success(request, _("Thank you. The receipt comes by e-mail once the money has arrived."))
        return redirect("portal:pay")
    chosen = [item for item in items if item.key in request.POST.getlist("item")] or items
    return _page(request, chosen, _due(chosen), form, status=422)


def _tell(request: CustomerRequest, form: TransferForm) -> bool:
    cleaned = form.cleaned_data
    contact_id = request.customer.contact_id
    try:
        claim = TransferClaim(
            charge_ids=cleaned["item"],
            amount=cleaned["amount"],
            sent_on=cleaned["sent_on"],
            note=cleaned["note"],
            proof_id=keep_proof(contact_id, _file(cleaned["proof"]), sender=request.user, is_shown=True),
        )
        tell_of_transfer(contact_id=contact_id, claim=claim, customer=request.user, request_key=cleaned["request_key"])
    except MangoError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _is_told(request: CustomerRequest, form: TransferForm) -> bool:
    """Say whether this very form has been taken: sent once more, its items are no longer there to be chosen."""
    key = form.cleaned_data.get("request_key")
    return key is not None and was_told(request.customer.contact_id, key)


def _file(sent: Any) -> "UploadedFile[bytes] | None":
    return sent or None


def _offer(request: CustomerRequest, items: list[OpenItem]) -> HttpResponse:
    """Begin with what was ticked on Pay, as much of it as was chosen there; the server works the amount out."""
    chosen = [item for item in items if item.is_to_pay] or items
    amount = _due(chosen)
    asked = PayForm(
        request.GET,
        charge_ids=[item.charge_id for item in items],
        currency=currency_of(items),
        locale=request.business.locale,
    )
    if asked.is_valid():
        chosen = [item for item in items if item.charge_id in asked.cleaned_data["item"]]
        amount = min(_asked_of(request, asked, otherwise=_due(chosen)), _due(chosen))
    today = clock.today(request.business.time_zone)
    form = TransferForm(initial={"amount": amount, "sent_on": today}, items=items)
    return _page(request, chosen, amount, form)


def _asked_of(request: CustomerRequest, asked: PayForm, *, otherwise: Money) -> Money:
    """Return what was chosen to be paid; what cannot be paid is said, and all that is due is shown instead."""
    ids, wanted = asked.cleaned_data["item"], asked.cleaned_data["wanted"]
    try:
        parts = chosen_parts(contact_id=request.customer.contact_id, charge_ids=ids, wanted=wanted)
    except MangoError as refusal:
        messages.warning(request, str(refusal))
        return otherwise
    return Money(sum(part.minor for part in parts), otherwise.currency)


def _due(items: list[OpenItem]) -> Money:
    return sum((item.untold for item in items[1:]), items[0].untold)


def _page(
    request: CustomerRequest, chosen: list[OpenItem], amount: Money, form: TransferForm, *, status: int = 200
) -> HttpResponse:
    slip = transfer_slip(request.customer.contact_id, amount)
    context = {
        "items": chosen,
        "amount": amount,
        "slip": slip,
        "form": form,
        "currency": amount.currency,
        "held_days": HELD_DAYS,
    }
    return portal_page(request, "portal/transfer.html", "pay", context, status=status)
