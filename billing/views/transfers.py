"""Transfers that customers say they have sent: a list to check, and what is decided of each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.forms.transfer import ArrivedForm, DeclineForm
from billing.models import Payment, TransferNotice
from billing.selectors.transfers import contact_by_reference, told_by, transfer_named, transfers
from billing.services.transfers import confirm_transfer, decline_transfer
from crm.models import StoredFile
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.files import link
from tenants.kernel import clock
from tenants.kernel.errors import MangoError, NotFound
from tenants.kernel.pages import newest_first

_FIELDS = {"amount_not_positive": "amount", "amount_too_large": "amount"}
"""Beside which field a refusal stands; any other is said above the form."""


@allowed("payments.view")
@require_safe
def transfer_list(request: MemberRequest) -> HttpResponse:
    """List what is to be checked, or lead from a reference to whom it belongs to."""
    reference = request.GET.get("reference", "")[:200].replace("\0", "").strip()
    if reference and (contact_id := contact_by_reference(reference, seen_by=request.member)):
        return _lead_on(contact_id, reference)
    state = request.GET.get("state", TransferNotice.State.WAITING)
    context = {
        "page": newest_first(transfers(request.member, state), request.GET),
        "state": state,
        "states": TransferNotice.State.choices,
        "reference": reference,
        "is_unknown": bool(reference),
        "today": clock.today(request.business.time_zone),
    }
    return render(request, "billing/transfer_list.html", context)


@allowed("payments.record")
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: MemberRequest, notice_id: int) -> HttpResponse:
    """Show what a customer says, and record the money once it is there."""
    notice = transfer_named(notice_id)
    if request.method != "POST":
        today = clock.today(request.business.time_zone)
        return _page(
            request,
            notice,
            ArrivedForm(initial={"amount": notice.amount, "received_on": today}, currency=notice.currency),
        )
    form = ArrivedForm(request.POST, currency=notice.currency)
    if not form.is_valid():
        return _page(request, notice, form, status=422)
    try:
        payment = confirm_transfer(notice_id=notice.pk, by=request.member, **form.cleaned_data)
    except MangoError as refusal:
        form.add_error(_FIELDS.get(refusal.code), str(refusal))
        return _page(request, notice, form, status=refusal.status)
    messages.success(request, _("Receipt %(number)s is written.") % {"number": payment.receipt_name})
    return redirect("billing:transfer_list")


@allowed("payments.record")
@require_POST
def decline(request: MemberRequest, notice_id: int) -> HttpResponse:
    notice = transfer_named(notice_id)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(
            request, notice, ArrivedForm(initial={"amount": notice.amount}, currency=notice.currency), form, status=422
        )
    decline_transfer(notice_id=notice.pk, reason=form.cleaned_data["reason"], by=request.member)
    messages.success(request, _("%(name)s is told, and the items are due again.") % {"name": notice.contact})
    return redirect("billing:transfer_list")


@allowed("payments.view")
@require_safe
def proof(request: MemberRequest, notice_id: int) -> HttpResponse:
    return _lead_to(request, transfer_named(notice_id).proof)


@allowed("payments.view")
@require_safe
def payment_proof(request: MemberRequest, payment_id: int) -> HttpResponse:
    found = Payment.objects.select_related("proof").filter(pk=payment_id).first()
    return _lead_to(request, found.proof if found else None)


def _lead_on(contact_id: int, reference: str) -> HttpResponse:
    """Go to the one transfer that is awaited from them, or to recording a payment."""
    waiting = told_by(contact_id)
    if len(waiting) == 1:
        return redirect("billing:transfer", waiting[0].pk)
    asked = urlencode({"reference": reference[:120]})
    return redirect(f"{reverse('billing:payment_new', args=[contact_id])}?{asked}")


def _lead_to(request: MemberRequest, file: StoredFile | None) -> HttpResponse:
    if file is None:
        raise NotFound
    return redirect(link(file.storage_key, filename=file.name, person_id=request.user.pk))


def _page(
    request: MemberRequest,
    notice: TransferNotice,
    form: ArrivedForm,
    declining: DeclineForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "notice": notice,
        "is_held": notice.held_until >= clock.today(request.business.time_zone),
        "items": notice.items.select_related("charge").order_by("charge__due_on", "charge_id"),
        "form": form,
        "declining": declining or DeclineForm(),
    }
    return render(request, "billing/transfer.html", context, status=status)
