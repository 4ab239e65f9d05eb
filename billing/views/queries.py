from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from billing.forms.query import AnswerForm
from billing.models import ChargeQuery
from billing.services.queries import explain_charge, take_off_queried
from billing.views.charges import charge_page
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.errors import MangoError, NotFound


@allowed("charges.void")
@require_POST
def query_answer(request: MemberRequest, query_id: int) -> HttpResponse:
    """Explain a charge to the customer who does not recognise it, or take it off their account."""
    query = ChargeQuery.objects.filter(pk=query_id).first()
    if query is None:
        raise NotFound
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return charge_page(request, query.charge_id, answer_form=form, status=422)
    resolve = take_off_queried if "take_off" in request.POST else explain_charge
    try:
        answered = resolve(query_id=query.pk, answer=form.cleaned_data["answer"], by=request.member)
    except MangoError as refusal:
        form.add_error(None, str(refusal))
        return charge_page(request, query.charge_id, answer_form=form, status=refusal.status)
    said = _("It is off the account. The customer is told.") if answered.is_taken_off else _("The customer is told.")
    messages.success(request, said)
    return redirect("billing:charge", query.charge_id)
