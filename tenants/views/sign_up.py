"""Signing a business up, on the base domain: there is no session here and nobody to be signed in."""

from http import HTTPStatus
from typing import Any

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants import directory, places
from tenants.accounts.access import anyone
from tenants.accounts.models import User
from tenants.accounts.services.verification import send_verification
from tenants.accounts.views.links import resending
from tenants.errors import SubdomainRefused
from tenants.forms.sign_up import SignUpForm
from tenants.kernel.errors import NotFound, TooMany
from tenants.kernel.scope import BusinessSnapshot, business_scope
from tenants.kernel.signing import sign, unsign
from tenants.links import business_url, host_suffix
from tenants.services.sign_up import sign_up as sign_up_business
from tenants.services.subdomains import check_subdomain, free_subdomain
from tenants.subdomains import normalise
from tenants.throttle import Throttle

FIELD = "public/_address_field.html"
PURPOSE = "sign_up"
SENT_PAGE_SECONDS = 3 * 24 * 3600
asking = Throttle(limit=240, seconds=60)


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    country = places.guess_country(request.headers.get("Accept-Language", ""))
    form = SignUpForm(request.POST if request.method == "POST" else None, country=country)
    if form.is_bound and form.is_valid():
        try:
            business = sign_up_business(form.application())
        except SubdomainRefused as refusal:
            form.refuse_subdomain(refusal)
        else:
            return redirect("tenants:sign_up_sent", sign(business.id, purpose=PURPOSE))
    context = {"form": form, "suffix": host_suffix(), "country": places.countries()[country]}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "public/sign_up.html", context, status=status)


@anyone
@require_safe
def address(request: HttpRequest) -> HttpResponse:
    """Say whether a subdomain is free while it is typed; make one of a business's name while there is none."""
    if not asking.allows(request.META["REMOTE_ADDR"]):
        busy = {"busy": _("You may go on; the address is checked when you send the form.")}
        return render(request, "public/_address_status.html", busy)
    wish = normalise(request.GET.get("subdomain", ""))
    if "business_name" in request.GET:
        if wish or not request.GET["business_name"].strip():
            return HttpResponse(status=HTTPStatus.NO_CONTENT)  # htmx then leaves the page as it is
        return render(request, FIELD, _answer(free_subdomain(request.GET["business_name"])))
    return render(request, FIELD if "whole" in request.GET else "public/_address_status.html", _answer(wish))


@anyone
@never_cache
@require_safe
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """Say where the mail went, where the business is, and how its owner will sign in."""
    business, owner = _made(reference)
    context = {
        "made": business,
        "owner": owner,
        "address": business_url("/", subdomain=business.subdomain),
        "sign_in": business_url("/sign-in/", subdomain=business.subdomain),
        "again": reverse("tenants:sign_up_mail", args=[reference]),
        "sent_again": "again" in request.GET,
    }
    return render(request, "public/sign_up_sent.html", context)


@anyone
@require_POST
def mail(request: HttpRequest, reference: str) -> HttpResponse:  # noqa: ARG001 the reference says all
    """Send the verification mail once more, with a link of its own."""
    business, owner = _made(reference)
    if not resending.allows(f"{business.id}.{owner.pk}"):
        raise TooMany
    if owner.email_verified_at is None:
        with business_scope(business):
            send_verification(owner)
    return redirect(reverse("tenants:sign_up_sent", args=[reference]) + "?again")


def _answer(wish: str) -> dict[str, Any]:
    answer = {"wish": wish, "value": wish, "suffix": host_suffix(), "checked": True}
    if not wish:
        return answer
    try:
        check_subdomain(wish)
    except SubdomainRefused as refusal:
        return answer | {"refusal": refusal, "free": free_subdomain(wish)}
    return answer


def _made(reference: str) -> tuple[BusinessSnapshot, User]:
    try:
        business = directory.by_id(unsign(reference, purpose=PURPOSE, max_age=SENT_PAGE_SECONDS))
    except (BadSignature, LookupError) as error:
        raise NotFound from error
    with business_scope(business):
        return business, User.objects.filter(role="owner").order_by("pk")[0]
