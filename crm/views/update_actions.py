"""One button each: publish, schedule, withdraw, pin, remind, throw away."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from crm.selectors.updates import latest_mailing, update_named
from crm.services import publishing
from crm.services.update_mail import remind
from crm.services.updates import delete_draft
from crm.views.update_form import refuse_beyond_drafts
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.errors import MangoError
from tenants.kernel.pages import row_id


@allowed("updates.publish")
@require_POST
def publication(request: MemberRequest, update_id: int) -> HttpResponse:
    """Publish now, or bring back what was withdrawn."""
    return _done(request, update_id, publishing.publish, _("Published. Customers see it in the portal now."))


@allowed("updates.publish")
@require_POST
def scheduling(request: MemberRequest, update_id: int) -> HttpResponse:
    return _done(request, update_id, publishing.schedule, _("Scheduled. Until then it can be changed."))


@allowed("updates.publish")
@require_POST
def unscheduling(request: MemberRequest, update_id: int) -> HttpResponse:
    return _done(request, update_id, publishing.unschedule, _("Not scheduled any more: it is a draft again."))


@allowed("updates.publish")
@require_POST
def withdrawal(request: MemberRequest, update_id: int) -> HttpResponse:
    said = _("Withdrawn. Customers no longer see it, and e-mails that had not gone were stopped.")
    return _done(request, update_id, publishing.withdraw, said)


@allowed("updates.publish")
@require_POST
def pinning(request: MemberRequest, update_id: int) -> HttpResponse:
    publishing.pin(update_named(update_id).pk, is_pinned="off" not in request.POST)
    return redirect("updates:update", update_id)


@allowed("updates.publish")
@require_POST
def reminder(request: MemberRequest, update_id: int) -> HttpResponse:
    found = update_named(update_id)
    latest = latest_mailing(found)
    number = row_id(request.POST.get("number", "")) or (latest.number + 1 if latest else 1)
    mailing = remind(found.pk, number=number)
    said = ngettext("One reminder is on its way.", "%(count)s reminders are on their way.", mailing.total)
    messages.success(request, said % {"count": mailing.total})
    return redirect("updates:update", update_id)


@allowed("updates.draft")
@require_POST
def deletion(request: MemberRequest, update_id: int) -> HttpResponse:
    found = update_named(update_id)
    refuse_beyond_drafts(request, found)
    delete_draft(found.pk)
    messages.success(request, _("The draft is thrown away."))
    return redirect("updates:list")


def _done(request: MemberRequest, update_id: int, rule: Callable[[int], object], said: str) -> HttpResponse:
    """Follow a rule and say so; what it refuses is said on the update's own page, where it can be put right."""
    found = update_named(update_id)
    try:
        rule(found.pk)
    except MangoError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("updates:update", update_id)
