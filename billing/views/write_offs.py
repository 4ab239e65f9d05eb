from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from billing.forms.charge import WriteOffForm
from billing.selectors.adjustments import charge_named
from billing.services.write_offs import undo_write_offs, write_off
from billing.views.charges import charge_page
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.errors import MangoError


@allowed("charges.write_off")
@require_POST
def write_off_new(request: MemberRequest, charge_id: int) -> HttpResponse:
    """Give up what is still due of a charge, or a part of it."""
    charge = charge_named(charge_id)
    form = WriteOffForm(request.POST, currency=charge.currency)
    if not form.is_valid():
        return charge_page(request, charge_id, giving_up=form, status=422)
    try:
        given_up = write_off(charge_id=charge_id, by=request.member, **form.cleaned_data)
    except MangoError as refusal:
        form.add_error("amount", str(refusal))
        return charge_page(request, charge_id, giving_up=form, status=refusal.status)
    amount = (-given_up.amount).format(request.business.locale)
    messages.success(request, _("%(amount)s is written off and no longer due.") % {"amount": amount})
    return redirect("billing:charge", charge_id)


@allowed("charges.write_off")
@require_POST
def write_off_undo(request: MemberRequest, charge_id: int) -> HttpResponse:
    undone = undo_write_offs(charge_id=charge_id, by=request.member)
    if undone:
        amount = undone.format(request.business.locale)
        messages.success(request, _("%(amount)s is due again.") % {"amount": amount})
    return redirect("billing:charge", charge_id)
