"""Every kind of mail, as this business's customers would get it."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from emails.kinds import Kind, UnknownKind, all_kinds, kind_named
from emails.previews import as_preview
from emails.rendering.preview import preview
from emails.services.outbox import subject_of
from tenants.accounts.access import allowed
from tenants.kernel.errors import NotFound


@require_safe
@allowed("settings.view")
def kind_list(request: HttpRequest) -> HttpResponse:
    kinds = [(kind, subject_of(kind, kind.sample)) for kind in all_kinds()]
    return render(request, "emails/kind_list.html", {"kinds": kinds})


@require_safe
@allowed("settings.view")
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # its types know no view arguments
def kind(request: HttpRequest, name: str) -> HttpResponse:
    found = _kind(name)
    context = {
        "kind": found,
        "letter": preview(found),
        "shown": "text" if request.GET.get("view") == "text" else "html",
        "phone": request.GET.get("width") == "phone",
    }
    return render(request, "emails/kind.html", context)


@require_safe
@allowed("settings.view")
@xframe_options_sameorigin
def html(_request: HttpRequest, name: str) -> HttpResponse:
    return as_preview(preview(_kind(name)).html)


def _kind(name: str) -> Kind:
    try:
        return kind_named(name)
    except UnknownKind as error:
        raise NotFound from error
