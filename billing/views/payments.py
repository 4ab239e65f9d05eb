from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from billing.errors import ChargeIsVoid, NoSuchCharge
from billing.forms.payment import PaymentForm
from billing.models import Payment
from billing.selectors.accounts import balance_of
from billing.selectors.adjustments import credits_of
from billing.selectors.backs import backs_of
from billing.selectors.disputes import disputes_of
from billing.selectors.payments import receipt_of
from billing.selectors.refunds import refundable_of, refunds_of
from billing.services.papers import kept_receipt
from billing.services.payments import record_payment
from billing.services.proofs import keep_proof
from crm.models import Contact
from crm.selectors.contacts import contact_named
from tenants.accounts import sight
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.errors import UploadRefused
from tenants.kernel import clock
from tenants.kernel.errors import MangoError, NotFound
from tenants.kernel.pages import newest_first


@allowed("payments.view")
@require_safe
def payment_list(request: MemberRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    found = Payment.objects.filter(sight.within(request.member)).select_related("contact")
    if state in Payment.State.values:
        found = found.filter(state=state)
    page = newest_first(found, request.GET)
    context = {"page": page, "backs": backs_of(page.rows), "state": state, "states": Payment.State.choices}
    return render(request, "billing/payment_list.html", context)


@allowed("payments.record")
@require_http_methods(["GET", "HEAD", "POST"])
def payment_new(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Record money that came in cash, by transfer or cheque."""
    contact = contact_named(contact_id)
    if request.method != "POST":
        return _page(request, contact, PaymentForm(contact_id=contact.pk, initial=_suggested(request, contact)))
    form = PaymentForm(request.POST, request.FILES, contact_id=contact.pk)
    if not form.is_valid():
        return _page(request, contact, form, status=422)
    try:
        proof_id = keep_proof(contact.pk, form.cleaned_data["proof"], sender=request.member, is_shown=False)
        payment = record_payment(
            contact_id=contact.pk,
            draft=form.draft(proof_id),
            recorded_by=request.member,
            request_key=form.cleaned_data["request_key"],
        )
    except MangoError as refusal:
        form.add_error(_beside(refusal), str(refusal))
        return _page(request, contact, form, status=refusal.status)
    messages.success(request, _("Receipt %(number)s is written.") % {"number": payment.receipt_name})
    return redirect("billing:payment", payment.pk)


@allowed("payments.view")
@require_safe
def payment(request: MemberRequest, payment_id: int) -> HttpResponse:
    found = _payment(payment_id)
    receipt = receipt_of(found.contact_id, found.pk) if found.state == Payment.State.SUCCEEDED else None
    context = {
        "payment": found,
        "receipt": receipt,
        "back": receipt.back if receipt else None,
        "refunds": refunds_of(found),
        "credits": credits_of(found.pk),
        "disputes": disputes_of(found.pk),
        "is_refundable": bool(refundable_of(found)),
    }
    return render(request, "billing/payment.html", context)


@allowed("payments.view")
@require_safe
def payment_receipt(_request: MemberRequest, payment_id: int) -> HttpResponse:
    found = _payment(payment_id)
    answer = HttpResponse(kept_receipt(found.pk), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.receipt_name}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _payment(payment_id: int) -> Payment:
    found = Payment.objects.select_related("contact").filter(pk=payment_id).first()
    if found is None:
        raise NotFound
    return found


def _beside(refusal: MangoError) -> str:
    """Name the field that a refusal stands beside."""
    if isinstance(refusal, UploadRefused):
        return "proof"
    return "pays" if isinstance(refusal, (NoSuchCharge, ChargeIsVoid)) else "amount"


def _suggested(request: MemberRequest, contact: Contact) -> dict[str, object]:
    balance = balance_of(contact.pk)
    suggested: dict[str, object] = {
        "received_on": clock.today(request.business.time_zone),
        "reference": request.GET.get("reference", "")[:120],
    }
    return {**suggested, "amount": balance} if balance.minor > 0 else suggested


def _page(request: MemberRequest, contact: Contact, form: PaymentForm, *, status: int = 200) -> HttpResponse:
    context = {"contact": contact, "form": form, "balance": balance_of(contact.pk)}
    return render(request, "billing/payment_form.html", context, status=status)
