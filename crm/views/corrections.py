"""The queue of what customers report wrong: looked at side by side, accepted, edited, or declined with a reason."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from crm.forms import DeclineForm, ValueForm
from crm.models import Correction
from crm.selectors.corrections import Report, open_corrections, queue, report_named
from crm.selectors.details import kind_of
from crm.services.decisions import accept_correction, accept_many, decline_correction, undo_acceptance
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.accounts.models import User
from tenants.kernel.errors import MangoError, NotFound
from tenants.kernel.pages import row_id

UNDO = "accepted"
"""Where the session keeps what was accepted last, so that one press takes it back."""


@require_safe
@allowed("corrections.view")
def correction_list(request: MemberRequest) -> HttpResponse:
    reports = queue(request.member)
    context = {
        "reports": reports,
        "more": max(0, open_corrections(request.member).count() - len(reports)),
        "form": DeclineForm(),
    }
    return render(request, "crm/correction_list.html", context | {"undo": request.session.get(UNDO, [])})


@require_safe
@allowed("corrections.view")
def correction(request: MemberRequest, correction_id: int) -> HttpResponse:
    return _show(request, report_named(correction_id))


@require_POST
@allowed("corrections.decide")
def accept(request: MemberRequest, correction_id: int) -> HttpResponse:
    """Write what the customer proposes, or what the member typed instead of it."""
    report = report_named(correction_id)
    form = _typed(request, report) if "edited" in request.POST else None
    if form is not None and not form.is_valid():
        return _show(request, report, value=form, status=422)
    try:
        done = accept_correction(
            correction_id,
            seen=request.POST.get("seen", ""),
            by=request.member,
            instead=None if form is None else form.parts(),
        )
    except NotFound:
        raise
    except MangoError as refusal:
        return _refuse(request, correction_id, refusal, value=form)
    _say_accepted(request, [done.pk], _("“%(label)s” of %(name)s is corrected.") % _words(done))
    return redirect("crm:correction_list")


@require_POST
@allowed("corrections.decide")
def decline(request: MemberRequest, correction_id: int) -> HttpResponse:
    report = report_named(correction_id)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _show(request, report, reason=form, status=422)
    try:
        done = decline_correction(correction_id, reason=form.cleaned_data["reason"], by=request.member)
    except NotFound:
        raise
    except MangoError as refusal:
        return _refuse(request, correction_id, refusal, reason=form)
    messages.success(request, _("Declined. %(name)s reads your reason, here and by e-mail.") % _words(done))
    return redirect("crm:correction_list")


@require_POST
@allowed("corrections.decide")
def accept_selected(request: MemberRequest) -> HttpResponse:
    """Accept what is ticked; each names the value that was shown beside it."""
    wanted = _ticked(request.POST, request.member)
    if not wanted:
        messages.warning(request, _("Tick what you want to accept first."))
        return redirect("crm:correction_list")
    done, refused = accept_many(wanted, by=request.member)
    if done:
        text = ngettext("%d correction accepted.", "%d corrections accepted.", len(done)) % len(done)
        _say_accepted(request, done, text)
    for sentence in refused:
        messages.error(request, sentence)
    return redirect("crm:correction_list")


@require_POST
@allowed("corrections.decide")
def reopen(request: MemberRequest) -> HttpResponse:
    """Take back what this member accepted last."""
    for correction_id in request.session.pop(UNDO, []):
        try:
            undo_acceptance(correction_id, by=request.member)
        except MangoError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Taken back: the report is open again, and the former value is there."))
    return redirect("crm:correction_list")


def _say_accepted(request: MemberRequest, ids: list[int], text: str) -> None:
    request.session[UNDO] = ids
    messages.success(request, text)


def _ticked(posted: QueryDict, member: User) -> dict[int, str]:
    ids = [pk for text in posted.getlist("correction") if (pk := row_id(text)) is not None]
    if not member.sees_all_contacts:
        ids = list(open_corrections(member).filter(pk__in=ids).values_list("pk", flat=True))
    return {pk: posted.get(f"seen-{pk}", "") for pk in ids}


def _typed(request: MemberRequest, report: Report) -> ValueForm:
    return ValueForm(request.POST, key=report.correction.key)


def _refuse(
    request: MemberRequest,
    correction_id: int,
    refusal: MangoError,
    *,
    value: ValueForm | None = None,
    reason: DeclineForm | None = None,
) -> HttpResponse:
    """Show the report as it is now, with what was typed and the sentence that says why nothing was written."""
    messages.error(request, str(refusal))
    return _show(request, report_named(correction_id), value=value, reason=reason, status=refusal.status)


def _show(
    request: MemberRequest,
    report: Report,
    *,
    value: ValueForm | None = None,
    reason: DeclineForm | None = None,
    status: int = 200,
) -> HttpResponse:
    correction = report.correction
    start = correction.proposed or correction.held
    context = {
        "report": report,
        "correction": correction,
        "contact": correction.contact,
        "value": value or ValueForm(key=correction.key, initial=start),
        "reason": reason or DeclineForm(),
        "is_email": kind_of(correction.key) == "email",
    }
    return render(request, "crm/correction.html", context, status=status)


def _words(correction: Correction) -> dict[str, str]:
    return {"label": correction.label, "name": correction.contact.display_name, "url": reverse("crm:correction_list")}
