"""What a customer is charged for again and again: what runs, when it renews, what it costs, and cancelling it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.selectors.schedules import service_of
from billing.selectors.services import portal_services
from billing.services.schedule_ends import cancel_service, last_day_if_cancelled, take_back_cancellation
from customer_portal.pages import portal_page
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest
from tenants.kernel.dates import long_date


@customers
@require_safe
def services(request: CustomerRequest) -> HttpResponse:
    """What runs first, then what has ended."""
    found = portal_services(request.customer.contact_id)
    context = {
        "running": [service for service in found if not service.schedule.is_ended],
        "ended": [service for service in found if service.schedule.is_ended],
    }
    return portal_page(request, "portal/services.html", "services", context)


@customers
@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: CustomerRequest, schedule_id: int) -> HttpResponse:
    """Ask once, with the day on which it would end; then end it with the period that is paid for."""
    contact_id = request.customer.contact_id
    found = service_of(contact_id, schedule_id)
    if request.method != "POST":
        context = {"schedule": found, "last_day": last_day_if_cancelled(found)}
        return portal_page(request, "portal/cancellation.html", "services", context)
    ended = cancel_service(contact_id=contact_id, schedule_id=schedule_id, by=request.user)
    day = long_date(ended.ends_on, locale=request.business.locale) if ended.ends_on else ""
    messages.success(request, _("“%(what)s” ends with %(day)s.") % {"what": ended.description, "day": day})
    return redirect("portal:services")


@customers
@require_POST
def continuation(request: CustomerRequest, schedule_id: int) -> HttpResponse:
    """Take a cancellation back, as long as the service has not ended."""
    kept = take_back_cancellation(contact_id=request.customer.contact_id, schedule_id=schedule_id)
    messages.success(request, _("“%(what)s” goes on as before.") % {"what": kept.description})
    return redirect("portal:services")
