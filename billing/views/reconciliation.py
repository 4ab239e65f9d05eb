"""Stripe against the books: what was compared, what differs, and what came of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.forms.reconciliation import ExplanationForm
from billing.models import Difference
from billing.selectors.reconciliation import difference_named, differences, latest_reconciliation
from billing.services.reconciliation import explain, reconcile
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.errors import MangoError
from tenants.kernel.pages import newest_first


@allowed("payments.view")
@require_safe
def reconciliation(request: MemberRequest) -> HttpResponse:
    asked = request.GET.get("state", "")
    state = asked if asked in Difference.State.values else Difference.State.OPEN
    context = {
        "latest": latest_reconciliation(),
        "page": newest_first(differences(seen_by=request.member, state=state), request.GET),
        "state": state,
        "states": Difference.State.choices,
    }
    return render(request, "billing/reconciliation.html", context)


@allowed("payments.record")
@require_POST
def compare(request: MemberRequest) -> HttpResponse:
    try:
        run = reconcile(by=request.member)
    except MangoError as refusal:
        messages.error(request, str(refusal))
        return redirect("billing:reconciliation")
    said = ngettext("%d payment compared.", "%d payments compared.", run.compared) % run.compared
    open_now = differences(seen_by=request.member, state=Difference.State.OPEN).count()
    if open_now:
        waiting = ngettext("%d difference waits below.", "%d differences wait below.", open_now) % open_now
        messages.warning(request, f"{said} {waiting}")
    else:
        messages.success(request, f"{said} {_('Stripe and your books say the same.')}")
    return redirect("billing:reconciliation")


@allowed("payments.record")
@require_http_methods(["GET", "HEAD", "POST"])
def difference(request: MemberRequest, difference_id: int) -> HttpResponse:
    """Show what both sides say, and take the reason why it may stay so."""
    found = difference_named(difference_id, seen_by=request.member)
    if request.method != "POST":
        return _page(request, found, ExplanationForm())
    form = ExplanationForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    explain(found.pk, explanation=form.cleaned_data["explanation"], by=request.member)
    messages.success(request, _("The difference is explained and no longer asked about."))
    return redirect("billing:reconciliation")


def _page(request: MemberRequest, found: Difference, form: ExplanationForm, *, status: int = 200) -> HttpResponse:
    return render(request, "billing/difference.html", {"difference": found, "form": form}, status=status)
