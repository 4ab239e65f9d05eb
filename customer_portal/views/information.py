"""My information: what the business holds, and the customer's word on each detail."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.errors import NothingToCorrect
from crm.forms import ReportForm
from crm.selectors.checks import accuracy_of, checked_details, due_count
from crm.selectors.corrections import detail_named, own_correction, reports_of
from crm.selectors.details import Detail, missing_of
from crm.services.checks import confirm_detail, confirm_details
from crm.services.corrections import report_detail, withdraw_report
from customer_portal.pages import portal_page
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest
from tenants.kernel.errors import MangoError

SEEN_BEFORE = 10


@customers
@require_http_methods(["GET", "HEAD", "POST"])
def information(request: CustomerRequest) -> HttpResponse:
    """Show what the business holds; the customer says that all of it is right, or puts it off."""
    if request.method == "POST":
        if "later" in request.POST:
            request.session["later"] = True
        else:
            confirm_details(request.customer.pk, seen=_seen(request.POST))
            messages.success(request, _("Thank you. Your details are marked as right as of today."))
        return redirect("portal:home")
    return portal_page(request, "portal/information.html", "information", _context(request))


@customers
@require_POST
def confirm(request: CustomerRequest, key: str) -> HttpResponse:
    """One detail is right."""
    detail = detail_named(request.customer.contact, key)
    seen = request.POST.get("seen", "")
    if not confirm_detail(request.customer.pk, key=detail.key, seen=seen):
        messages.warning(request, _("That was changed a moment ago. Have another look at what it says now."))
    elif not request.htmx:
        messages.success(request, _("Thank you: “%(label)s” is marked as right.") % {"label": detail.label})
    if request.htmx:
        return render(request, "portal/information.html#details", _context(request) | {"answered": key})
    return redirect("portal:information")


@customers
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: CustomerRequest, key: str) -> HttpResponse:
    """One detail is wrong, or missing: what it should say, and why."""
    detail = detail_named(request.customer.contact, key)
    if request.method != "POST":
        return _form_page(request, detail, _started(request, detail))
    form = ReportForm(request.POST, key=key, is_own=True)
    if "remove" in request.POST and _may_go(request, detail):
        form.propose_nothing()
    if not form.is_valid():
        return _form_page(request, detail, form, status=422)
    try:
        report_detail(request.customer.pk, key=key, proposed=form.parts(), why=form.cleaned_data["why"])
    except NothingToCorrect as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, detail, form, status=refusal.status)
    told = {"name": request.business.name}
    messages.success(request, _("Thank you. %(name)s looks at it, and you see here what becomes of it.") % told)
    return redirect("portal:information")


@customers
@require_POST
def withdraw(request: CustomerRequest, correction_id: int) -> HttpResponse:
    """Take a report back."""
    own = own_correction(request.customer.contact_id, correction_id)
    try:
        withdraw_report(request.customer.pk, correction_id=own.pk)
    except MangoError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Your correction is withdrawn."))
    return redirect("portal:information")


def _context(request: CustomerRequest) -> dict[str, Any]:
    customer = request.customer
    details = checked_details(customer.contact)
    reports = reports_of(customer.contact)
    shown = {checked.detail.key for checked in details}
    return {
        "details": details,
        "accuracy": accuracy_of(details),
        "due": due_count(details),
        "is_first": customer.details_reviewed_at is None,
        "missing": missing_of(customer.contact),
        "additions": [report for report in reports if report.correction.is_open and report.correction.key not in shown],
        "reports": [report for report in reports if not report.correction.is_open][:SEEN_BEFORE],
    }


def _seen(posted: QueryDict) -> dict[str, str] | None:
    """Read which values were before the customer's eyes; what sends none means everything that is held."""
    told = [text.rpartition("=") for text in posted.getlist("seen")]
    return {key: seen for key, _equals, seen in told} or None


def _started(request: CustomerRequest, detail: Detail) -> ReportForm:
    """Start from the customer's own open report about it, else from what is held."""
    reports = reports_of(request.customer.contact)
    mine = next(
        (one.correction for one in reports if one.correction.key == detail.key and one.correction.is_open), None
    )
    initial = dict(detail.parts) if mine is None else {**mine.proposed, "why": mine.why}
    return ReportForm(key=detail.key, is_own=True, initial=initial)


def _may_go(request: CustomerRequest, detail: Detail) -> bool:
    """A phone number, an address, one of several e-mail addresses: what may be taken away altogether."""
    kind, _colon, row = detail.key.partition(":")
    if not row or kind == "new":
        return False
    return kind != "email" or len(request.customer.contact.emails.all()) > 1


def _form_page(request: CustomerRequest, detail: Detail, form: ReportForm, *, status: int = 200) -> HttpResponse:
    context = {"detail": detail, "form": form, "may_go": _may_go(request, detail)}
    return portal_page(request, "portal/correction.html", "information", context, status=status)
