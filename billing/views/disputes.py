from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from billing.evidence import advice_for
from billing.forms.dispute import EvidenceForm
from billing.gateway import gateway
from billing.models import Dispute
from billing.selectors.disputes import deadline_of, dispute_named, disputes, reopened_by, taken_twice, waiting_disputes
from billing.services.disputes import answer_dispute, claim_again
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.errors import MangoError
from tenants.kernel.pages import newest_first


@allowed("payments.view")
@require_safe
def dispute_list(request: MemberRequest) -> HttpResponse:
    """What a bank wants an answer to, the most pressing first; below it everything, newest first."""
    waiting = waiting_disputes(seen_by=request.member)
    page = newest_first(disputes(seen_by=request.member), request.GET)
    context = {
        "waiting": [(each, deadline_of(each), advice_for(each.reason)) for each in waiting],
        "page": page,
        "rows": [(each, advice_for(each.reason)) for each in page.rows],
    }
    return render(request, "billing/dispute_list.html", context)


@allowed("payments.view")
@require_safe
def dispute(request: MemberRequest, dispute_id: int) -> HttpResponse:
    found = dispute_named(dispute_id, seen_by=request.member)
    return _page(request, found, EvidenceForm(initial={"text": found.answer}))


@allowed("payments.refund")
@require_POST
def dispute_answer(request: MemberRequest, dispute_id: int) -> HttpResponse:
    """Send the bank what the team writes; it cannot be taken back."""
    found = dispute_named(dispute_id, seen_by=request.member)
    form = EvidenceForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        answer_dispute(dispute_id, text=form.cleaned_data["text"], by=request.member)
    except MangoError as refusal:
        form.add_error("text", str(refusal))
        return _page(request, found, form, status=refusal.status)
    messages.success(request, _("Your evidence is on its way to the bank. It usually decides within 75 days."))
    return redirect("billing:dispute", dispute_id)


@allowed("payments.refund")
@require_POST
def dispute_claim(request: MemberRequest, dispute_id: int) -> HttpResponse:
    claim_again(dispute_id, by=request.member)
    messages.success(request, _("It is asked for again, like anything else that is due."))
    return redirect("billing:dispute", dispute_id)


def _page(request: MemberRequest, found: Dispute, form: EvidenceForm, *, status: int = 200) -> HttpResponse:
    context = {
        "dispute": found,
        "deadline": deadline_of(found),
        "advice": advice_for(found.reason),
        "reopened": [] if found.is_kept else reopened_by(found.payment),
        "taken_twice": taken_twice(found),
        "stripe_page": gateway().dispute_page(found.stripe_dispute),
        "form": form,
    }
    return render(request, "billing/dispute.html", context, status=status)
