"""What the portal adds to the team's pages."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from crm.models import Contact


def view_as_customer(request: HttpRequest, *, contact: Contact) -> str:
    return render_to_string("portal/_view_as_customer.html", {"contact": contact}, request)
