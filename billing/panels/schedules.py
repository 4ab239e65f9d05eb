"""What a contact is charged for again and again, on the contact's page."""

from django.template.loader import render_to_string

from billing.selectors.schedules import listed, services_of
from crm.models import Contact
from tenants.accounts.http import MemberRequest
from tenants.kernel.panels import register_panel


def register() -> None:
    register_panel("contact.overview", 12, running)


def running(request: MemberRequest, *, contact: Contact) -> str | None:
    """List what has not ended; nothing for a member who could not begin anything either."""
    if not request.member.may("schedules.view"):
        return None
    lines = listed(schedule for schedule in services_of(contact.pk) if not schedule.is_ended)
    if not lines and not request.member.may("schedules.change"):
        return None
    return render_to_string("billing/panels/schedules.html", {"contact": contact, "lines": lines}, request)
