"""What a suspended business still does: decided here and nowhere else.

Read-only: everything can be looked at, and every method that may change something is refused. Closed: nothing is shown
but that it is closed, in the business's own look. Its jobs are held by tenants.kernel.jobs.runner, so nothing is lost.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import MangoError
from tenants.models import Business

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
DOORS = {
    "accounts:second_step",
    "accounts:second_step_recovery",
    "accounts:sign_in",
    "accounts:sign_in_link",
    "accounts:sign_out",
}
"""What may be sent to a business that is read-only: whoever wants to look has to come in."""

DRESS = {
    "accounts:sign_out",
    "tenants:brand_icon",
    "tenants:brand_logo",
    "tenants:brand_manifest",
    "tenants:brand_stylesheet",
    "tenants:favicon",
    "tenants:manifest",
}
"""What a business that is closed still answers: the look of the page that says so, and the way out."""

TRY_AGAIN_SECONDS = 3600


class BusinessReadOnly(MangoError):
    code = "business_read_only"
    status = HTTPStatus.FORBIDDEN
    message = _("%(business)s can be looked at but not changed for now. Nothing was changed, and nothing is lost.")


class BusinessClosed(MangoError):
    code = "business_closed"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    message = _("%(business)s is closed for now. Nothing is lost: everything is here when it opens again.")


class StandingMiddleware:
    """Stands behind those who say which business and who is asking, and before anything that could change something."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        business = request.business
        if business is None or business.is_active:
            return self.get_response(request)
        if business.state == Business.State.READ_ONLY:
            if request.method in SAFE or _name_of(request) in DOORS:
                return self.get_response(request)
            return _refused(request, BusinessReadOnly(business=business.name), "errors/read_only.html")
        if _name_of(request) in DRESS:
            return self.get_response(request)
        return _refused(request, BusinessClosed(business=business.name), "errors/closed.html")


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info, settings.ROOT_URLCONF).view_name
    except Resolver404:
        return ""


def _refused(request: HttpRequest, refusal: MangoError, template: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse(refusal.as_json(), status=refusal.status)
    else:
        response = render(request, template, {"refusal": refusal}, status=refusal.status)
    if refusal.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(TRY_AGAIN_SECONDS)
    return response
