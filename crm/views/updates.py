"""The team's pages about updates: the list, one update with its readers, the mail as it will be."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from crm.emails import facts_of
from crm.models import Update
from crm.selectors.audience import reach_of, recipients_of
from crm.selectors.updates import latest_mailing, readers_of, reading_of, update_named, updates, with_mail
from emails.kinds import kind_named
from emails.previews import as_preview
from emails.rendering.preview import preview
from tenants import files
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel import clock
from tenants.kernel.pages import newest_first

SHOWS = ("", "published", "scheduled", "draft", "expired", "withdrawn")


@allowed("updates.view")
@require_safe
def update_list(request: MemberRequest) -> HttpResponse:
    asked = request.GET.get("show", "")
    show = asked if asked in SHOWS else ""
    page = newest_first(updates(show=show), request.GET)
    return render(request, "updates/list.html", {"page": page, "show": show, "today": _today(request)})


@allowed("updates.view")
@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # its types know no view arguments
def update(request: MemberRequest, update_id: int) -> HttpResponse:
    """Show a draft as customers will see it, and what was published with who has read it."""
    found = update_named(update_id)
    context = {"update": found, "today": _today(request), "is_over": found.has_expired(on=_today(request))}
    if not found.has_been_published:
        return render(request, "updates/ready.html", context | {"reach": reach_of(found)})
    return render(request, "updates/update.html", context | _published(request, found))


@allowed("updates.view")
@require_safe
def progress(request: MemberRequest, update_id: int) -> HttpResponse:
    """How far the mails of the latest round are; the page asks again until they are all written."""
    found = update_named(update_id)
    return render(request, "updates/_progress.html", {"update": found, "mailing": latest_mailing(found)})


@allowed("updates.view")
@require_safe
@xframe_options_sameorigin
def mail_preview(_request: MemberRequest, update_id: int) -> HttpResponse:
    found = update_named(update_id)
    return as_preview(preview(kind_named(found.kind), facts_of(found)).html)


def _published(request: MemberRequest, found: Update) -> dict[str, Any]:
    show = request.GET.get("readers", "")
    page = newest_first(readers_of(found, show=show), request.GET)
    mailing = latest_mailing(found)
    return {
        "reading": reading_of(found),
        "page": page,
        "readers": with_mail(found, page.rows),
        "show": show,
        "mailing": mailing,
        "next_round": mailing.number + 1 if mailing else 1,
        "to_remind": recipients_of(found, unread_only=True).count() if found.is_published else 0,
        "image_url": files.link(found.image_key, person_id=request.user.pk) if found.image_key else "",
    }


def _today(request: MemberRequest) -> Any:
    return clock.today(request.business.time_zone)
