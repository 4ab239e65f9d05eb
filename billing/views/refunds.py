from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from billing.errors import NothingToGiveBack, RefundNotFailed, TooMuchToGiveBack
from billing.forms.refund import RefundForm
from billing.models import Payment
from billing.selectors.refunds import refund_named, refundable_of
from billing.services.credits import credit_payment
from billing.services.refunds import give_back, give_back_again, let_refund_be
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.errors import MangoError, NotFound


@allowed("payments.refund")
@require_http_methods(["GET", "HEAD", "POST"])
def refund_new(request: MemberRequest, payment_id: int) -> HttpResponse:
    """Give a payment back, all of it or a part."""
    payment = Payment.objects.select_related("contact").filter(pk=payment_id).first()
    if payment is None:
        raise NotFound
    if request.method != "POST":
        return _page(
            request, payment, RefundForm(initial={"amount": refundable_of(payment)}, currency=payment.currency)
        )
    form = RefundForm(request.POST, currency=payment.currency)
    if not form.is_valid():
        return _page(request, payment, form, status=422)
    try:
        said = _give_back(request, payment, form)
    except MangoError as refusal:
        form.add_error("amount", str(refusal))
        return _page(request, payment, form, status=refusal.status)
    messages.success(request, said)
    return redirect("billing:payment", payment.pk)


@allowed("payments.refund")
@require_POST
def refund_again(request: MemberRequest, refund_id: int) -> HttpResponse:
    """Send a refund that failed once more."""
    try:
        order = give_back_again(refund_id, by=request.member)
    except (RefundNotFailed, NothingToGiveBack, TooMuchToGiveBack) as refusal:
        messages.error(request, str(refusal))
        order = refund_named(refund_id)
    else:
        amount = order.amount.format(request.business.locale)
        messages.success(request, _("%(amount)s is on its way back.") % {"amount": amount})
    return redirect("billing:payment", order.payment_id)


@allowed("payments.refund")
@require_POST
def refund_let_be(request: MemberRequest, refund_id: int) -> HttpResponse:
    order = let_refund_be(refund_id)
    messages.success(request, _("It no longer waits for anybody."))
    return redirect("billing:payment", order.payment_id)


def _give_back(request: MemberRequest, payment: Payment, form: RefundForm) -> str:
    """Do as the form says, and return the sentence that tells it."""
    key, locale = form.cleaned_data["request_key"], request.business.locale
    if form.is_credit:
        credit = credit_payment(payment.pk, draft=form.credit(), by=request.member, request_key=key)
        return _("%(amount)s is credit on the account now.") % {"amount": (-credit.amount).format(locale)}
    order = give_back(payment.pk, draft=form.draft(), by=request.member, request_key=key)
    said = _("%(amount)s is on its way back.") if order.is_waiting else _("%(amount)s is given back.")
    return said % {"amount": order.amount.format(locale)}


def _page(request: MemberRequest, payment: Payment, form: RefundForm, *, status: int = 200) -> HttpResponse:
    context = {"payment": payment, "form": form, "left": refundable_of(payment)}
    return render(request, "billing/refund_form.html", context, status=status)
