"""Plans to pay in parts, as the team offers, sees and ends them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.forms.instalments import OfferForm
from billing.models import InstalmentPlan
from billing.selectors.accounts import open_items
from billing.selectors.instalments import view_of
from billing.services.instalments import cancel_plan, offer_plan
from billing.services.plan_limits import hindrance
from crm.models import Contact
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.errors import MangoError
from tenants.views.answers import status_of


@allowed("charges.create")
@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Offer a plan; the customer sees it at once and agrees in the portal."""
    contact = get_object_or_404(Contact, pk=contact_id)
    locale = request.business.locale
    items = [(item.charge_id, f"{item.description} · {item.due.format(locale)}") for item in open_items(contact_id)]
    form = OfferForm(request.POST if request.method == "POST" else None, items=items)
    status = status_of(form)
    if form.is_valid():
        try:
            plan = offer_plan(contact_id=contact_id, draft=form.draft(), by=request.member)
        except MangoError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("The plan is offered. It counts as soon as the customer has agreed."))
            return redirect("billing:plan", plan.pk)
    context = {"contact": contact, "form": form, "has_items": bool(items)}
    return render(request, "billing/plan_form.html", context, status=status)


@allowed("charges.view")
@require_safe
def plan(request: MemberRequest, plan_id: int) -> HttpResponse:
    found = get_object_or_404(InstalmentPlan.objects.select_related("contact"), pk=plan_id)
    context = {
        "view": view_of(found),
        "plan": found,
        "contact": found.contact,
        "is_stale": found.state == found.State.OFFERED and bool(hindrance(found)),
    }
    return render(request, "billing/plan.html", context)


@allowed("charges.create")
@require_POST
def plan_end(request: MemberRequest, plan_id: int) -> HttpResponse:
    """End a plan; what is left is due as its charges say."""
    found = get_object_or_404(InstalmentPlan, pk=plan_id)
    cancel_plan(contact_id=found.contact_id, plan_id=plan_id, by=request.member)
    messages.success(request, _("The plan has ended. What is left is due as its charges say."))
    return redirect("billing:plan", plan_id)
