from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.services.details import confirm_details, details_of
from customer_portal.pages import portal_page
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest


@customers
@require_http_methods(["GET", "HEAD", "POST"])
def information(request: CustomerRequest) -> HttpResponse:
    """Show what the business holds; the customer says that it is right, or puts it off."""
    if request.method == "POST":
        if "later" in request.POST:
            request.session["later"] = True
        else:
            confirm_details(request.customer.pk)
            messages.success(request, _("Thank you. Your details are marked as right as of today."))
        return redirect("portal:home")
    customer = request.customer
    context = {"details": details_of(customer.contact), "is_first": customer.details_reviewed_at is None}
    return portal_page(request, "portal/information.html", "information", context)
