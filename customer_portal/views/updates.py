"""News in the portal. Looking changes nothing: what was on the screen is said by the page itself, with a POST."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.emails import UNSUBSCRIBE
from crm.selectors.portal_updates import page_of_feed, update_for
from crm.selectors.updates import update_named
from crm.services.reading import acknowledge, choose_update_mail, mark_read
from customer_portal.pages import portal_page
from tenants import files
from tenants.accounts.access import allowed, anyone, customers
from tenants.accounts.http import BusinessRequest, CustomerRequest, MemberRequest
from tenants.kernel.errors import NotFound
from tenants.kernel.pages import row_id
from tenants.kernel.signing import unsign

LINK_LIVES = 400 * 24 * 3600
"""Seconds for which the link in a mail turns updates off: nobody should have to sign in to an old account for that."""


@customers
@require_safe
def feed(request: CustomerRequest) -> HttpResponse:
    """Everything this customer may read, newest first; what is pinned stands above the first page."""
    page = page_of_feed(request.customer, after=row_id(request.GET.get("after", "")))
    return portal_page(request, "portal/updates.html", "updates", {"page": page})


@customers
@require_safe
def update(request: CustomerRequest, update_id: int) -> HttpResponse:
    found = update_for(request.customer, update_id)
    return portal_page(request, "portal/update.html", "updates", _shown(request, found))


@customers
@require_POST
def reading(request: CustomerRequest, update_id: int) -> HttpResponse:
    """The page says that it is on a screen: by itself, or by the button that stands there without scripts."""
    mark_read(request.customer, update_id=update_id)
    return HttpResponse(status=204) if request.htmx else redirect("portal:update", update_id)


@customers
@require_POST
def acknowledgement(request: CustomerRequest, update_id: int) -> HttpResponse:
    acknowledge(request.customer, update_id=update_id)
    messages.success(request, _("Thank you. The team can see that you have read it."))
    return redirect("portal:home" if request.POST.get("from") == "home" else "portal:updates")


@customers
@require_POST
def mail_choice(request: CustomerRequest) -> HttpResponse:
    wanted = request.POST.get("mail") == "on"
    choose_update_mail(request.customer.pk, wanted=wanted)
    said = _("Updates come by e-mail again.") if wanted else _("No more e-mails about updates. Alerts still come.")
    messages.success(request, said)
    return redirect("portal:updates")


@csrf_exempt  # the mail program posts it (RFC 8058); the token is the right to do this one thing
@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: BusinessRequest, token: str) -> HttpResponse:
    """Turn updates by mail off from a link in one, without signing in; looking at the link changes nothing."""
    try:
        customer_id = int(unsign(token, purpose=UNSUBSCRIBE, max_age=LINK_LIVES))
    except BadSignature as error:
        raise NotFound from error
    if request.method == "POST":
        choose_update_mail(customer_id, wanted=False)
    return render(request, "portal/updates_off.html", {"is_done": request.method == "POST"})


@allowed("updates.view")
@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # its types know no view arguments
def preview(request: MemberRequest, update_id: int) -> HttpResponse:
    """An update as customers see it, shown to the team before it is published; nothing in it can be pressed."""
    context = _shown(request, update_named(update_id))
    return portal_page(request, "portal/update.html", "updates", context | {"previewed": True})


def _shown(request: BusinessRequest, found: Any) -> dict[str, Any]:
    person_id = request.user.pk if request.user else None
    image_url = files.link(found.image_key, person_id=person_id) if found.image_key else ""
    return {"update": found, "image_url": image_url}
