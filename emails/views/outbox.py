"""What the business has sent, and what became of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emails.kinds import title_of
from emails.models import Message
from emails.selectors import events_of, outbox
from emails.services.again import send_again
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.errors import MangoError, NotFound
from tenants.kernel.pages import row_id

PAGE = 25


@require_safe
@allowed("settings.view")
def message_list(request: HttpRequest) -> HttpResponse:
    """All mail, newest first, a page at a time by key; ``?show=troubled`` only what did not arrive."""
    troubled = request.GET.get("show") == "troubled"
    rows = outbox(troubled_only=troubled)
    before = row_id(request.GET.get("before", ""))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    page = list(rows[: PAGE + 1])
    last = page[PAGE - 1].pk if len(page) > PAGE else None
    context = {"sent": page[:PAGE], "troubled": troubled, "before": before, "next": last}
    return render(request, "emails/message_list.html", context)


@require_safe
@allowed("settings.view")
def message(request: HttpRequest, pk: int) -> HttpResponse:
    found = Message.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound
    context = {"message": found, "kind_title": title_of(found.kind), "events": events_of(found)}
    return render(request, "emails/message.html", context)


@require_POST
@allowed("mail.change")
def sending(request: MemberRequest, pk: int) -> HttpResponse:
    try:
        sent = send_again(pk)
    except NotFound:
        raise
    except MangoError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The e-mail to %(to)s is on its way again.") % {"to": sent.to})
    return redirect("emails:message", pk)
