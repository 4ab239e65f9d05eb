"""One document, shown to whoever holds its link. Looking changes nothing; what is paid here is this document alone."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from billing.errors.papers import DocumentLinkOver, DocumentLinkRevoked
from billing.models import DocumentLink
from billing.paper_files import paper_answer
from billing.selectors.papers import Shown, shown
from billing.services.document_links import note_view, open_link
from billing.services.document_payment import look_again, start_document_checkout
from tenants.accounts.access import anyone
from tenants.accounts.http import BusinessRequest
from tenants.kernel.errors import MangoError
from tenants.links import business_url


@anyone
@never_cache
@require_safe
def shared(request: BusinessRequest, token: str) -> HttpResponse:
    """Show the document. Whoever comes back from Stripe proves nothing by it: Stripe is asked."""
    try:
        link = open_link(token)
    except (DocumentLinkRevoked, DocumentLinkOver) as refusal:
        return _dead(request, refusal)
    if "from" in request.GET:
        look_again(link)
    return _page(request, link, token, {"came_back": request.GET.get("from") == "cancel"})


@anyone
@never_cache
@require_safe
def shared_pdf(request: BusinessRequest, token: str) -> HttpResponse:
    try:
        link = open_link(token)
    except (DocumentLinkRevoked, DocumentLinkOver) as refusal:
        return _dead(request, refusal)
    return paper_answer(link.invoice)


@anyone
@require_POST
def viewing(request: BusinessRequest, token: str) -> HttpResponse:
    """The page says that it is on a screen: by itself, or by the button that stands there without scripts."""
    try:
        note_view(open_link(token))
    except (DocumentLinkRevoked, DocumentLinkOver) as refusal:
        return _dead(request, refusal)
    return HttpResponse(status=204) if request.htmx else redirect("portal:shared", token)


@anyone
@never_cache
@require_POST
def payment(request: BusinessRequest, token: str) -> HttpResponse:
    """Go to the hosted page where what is due of this document is paid; the amount is worked out on the server."""
    try:
        link = open_link(token)
    except (DocumentLinkRevoked, DocumentLinkOver) as refusal:
        return _dead(request, refusal)
    back = business_url(reverse("portal:shared", args=[token]))
    try:
        attempt = start_document_checkout(link, success_url=f"{back}?from=stripe", cancel_url=f"{back}?from=cancel")
    except MangoError as refusal:
        return _page(request, link, token, {"refusal": refusal}, status=refusal.status)
    return redirect(attempt.checkout_url)


def _page(
    request: BusinessRequest, link: DocumentLink, token: str, more: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    document: Shown = shown(link.invoice)
    context = {"document": document, "token": token, "link": link, "can_pay": request.business.charges_enabled, **more}
    return _kept_private(render(request, "portal/shared.html", context, status=status))


def _dead(request: BusinessRequest, refusal: MangoError) -> HttpResponse:
    return _kept_private(render(request, "portal/shared_dead.html", {"refusal": refusal}, status=refusal.status))


def _kept_private(answer: HttpResponse) -> HttpResponse:
    """The address is the key: no search engine keeps it. As on every page, no other site is told it."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
