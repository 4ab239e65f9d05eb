"""Mango's own public pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from tenants.accounts.access import anyone


@anyone
@require_safe
@cache_control(public=True, max_age=300)
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html")


@anyone
@require_safe
@cache_control(public=True, max_age=300)
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "public/legal.html")


@anyone
@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 the same for everybody
    return HttpResponse("User-agent: *\nDisallow: /sign-up/\nDisallow: /webhooks/\n", content_type="text/plain")
