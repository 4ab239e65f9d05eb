"""Pages at /dev/mail/, in development only."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from emails.mailbox import store
from emails.mailbox.letters import StoredLetter, letter_named, letters
from emails.mailbox.reports import report
from emails.previews import as_preview
from tenants.accounts.access import anyone
from tenants.kernel import clock
from tenants.kernel.errors import NotFound
from tenants.links import base_url

VIEWS = ("html", "text", "headers", "source")


@anyone
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("to", "").strip()
    return render(request, "emails/mailbox/list.html", {"letters": letters(to=wanted), "to": wanted})


@anyone
@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # its types know no view arguments
def message(request: HttpRequest, name: str) -> HttpResponse:
    letter = _letter(name)
    shown = request.GET.get("view", "html" if letter.html else "text")
    return render(
        request,
        "emails/mailbox/message.html",
        {"letter": letter, "shown": shown if shown in VIEWS else "html", "phone": request.GET.get("width") == "phone"},
    )


@anyone
@require_safe
@xframe_options_sameorigin
def html(_request: HttpRequest, name: str) -> HttpResponse:
    """The message as its reader sees it; fetching it is what "opened" means here."""
    letter = _letter(name)
    report(letter, "opened", at=clock.now())
    return as_preview(letter.shown_html)


@anyone
@require_safe
def source(_request: HttpRequest, name: str) -> HttpResponse:
    response = HttpResponse(_letter(name).raw, content_type="message/rfc822")
    response["Content-Disposition"] = f'attachment; filename="{name}.eml"'
    return response


@anyone
@require_safe
def file(_request: HttpRequest, name: str, number: int) -> HttpResponse:
    found = next((file for file in _letter(name).files if file.number == number), None)
    if found is None:
        raise NotFound
    response = HttpResponse(found.content, content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.filename) or ""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@anyone
@require_safe
def latest(request: HttpRequest) -> JsonResponse:
    """The newest message with ``?to=`` in its recipient and ``?subject=`` in its subject: for checks from outside."""
    wanted = {name: request.GET.get(name, "").strip() for name in ("to", "subject")}
    found = letters(**wanted, limit=1)
    if not found:
        return JsonResponse({"code": "not_found", "message": _("No such message has arrived.")}, status=404)
    return JsonResponse(_facts(found[0]))


@anyone
@require_POST
def deletion(_request: HttpRequest) -> HttpResponse:
    store.empty()
    return redirect("mailbox:index")


def _letter(name: str) -> StoredLetter:
    letter = letter_named(name)
    if letter is None:
        raise NotFound
    return letter


def _facts(letter: StoredLetter) -> dict[str, object]:
    return {
        "id": letter.name,
        "url": base_url() + reverse("mailbox:message", args=[letter.name]),
        "received_at": letter.received_at.isoformat(),
        "from": letter.sender_name,
        "to": letter.to,
        "subject": letter.subject,
        "message_id": letter.message_id,
        "headers": dict(letter.headers),
        "text": letter.text,
        "html": letter.html,
        "links": letter.links,
        "attachments": [file.filename for file in letter.files],
    }
