"""Which world a request is for: the public site, the console, or one business; nobody else is answered."""

from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tenants import directory
from tenants.kernel.scope import StaleSnapshot, WrongBusiness, business_scope

log = structlog.get_logger()


class HostMiddleware:
    """Sets ``request.business`` and the URLs, and keeps the business in scope until the answer is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        host = fold(request.META.get("HTTP_HOST", ""))
        request.business = None
        if host == settings.BASE_DOMAIN:
            return self._elsewhere(request, settings.PUBLIC_SCHEMA_URLCONF)
        if host == f"console.{settings.BASE_DOMAIN}":
            return self._elsewhere(request, settings.CONSOLE_URLCONF)
        subdomain = host.removesuffix(f".{settings.BASE_DOMAIN}")
        if subdomain == host or "." in subdomain:
            return _nobody(request)
        return self._business(request, subdomain)

    def _elsewhere(self, request: Any, urlconf: str) -> HttpResponse:
        request.urlconf = urlconf
        return self.get_response(request)

    def _business(self, request: Any, subdomain: str) -> HttpResponse:
        for _attempt in range(2):  # what is remembered may be overtaken, or gone; what was just read is neither
            try:
                business = directory.by_subdomain(subdomain)
                if business is None:
                    return _nobody(request)
                request.business = business
                structlog.contextvars.bind_contextvars(business=business.id)
                with business_scope(business), timezone.override(business.time_zone):
                    return self.get_response(request)
            except StaleSnapshot:
                directory.forget(subdomain)
            except (WrongBusiness, DatabaseError):
                directory.forget(subdomain)
                log.critical("business_unreachable", subdomain=subdomain, exc_info=True)
        return _unavailable(request)


def fold(host: str) -> str:
    """Return a Host header's name as the tables hold it: lower case, no port, no trailing dot."""
    return host.strip().lower().rsplit(":", 1)[0].removesuffix(".")


def _nobody(request: Any) -> HttpResponse:
    request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
    request.business = None
    return render(request, "errors/no_business.html", status=404)


def _unavailable(request: Any) -> HttpResponse:
    request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
    request.business = None
    return render(request, "503.html", status=503)
