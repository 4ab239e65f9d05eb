"""A contact's latest invoices on their page, and the way to the next one."""

from django.template.loader import render_to_string

from billing.selectors.invoices import invoices
from billing.selectors.invoicing import unpaid_uninvoiced
from crm.models import Contact
from tenants.accounts.http import MemberRequest
from tenants.kernel import clock
from tenants.kernel.panels import register_panel

_SHOWN = 5


def register() -> None:
    register_panel("contact.overview", 15, latest)


def latest(request: MemberRequest, *, contact: Contact) -> str | None:
    if not request.member.may("invoices.view"):
        return None
    today = clock.today(request.business.time_zone)
    found = invoices(seen_by=request.member, today=today).filter(contact=contact).order_by("-pk")
    context = {
        "contact": contact,
        "invoices": found[:_SHOWN],
        "today": today,
        "gatherable": unpaid_uninvoiced(contact.pk).count(),
    }
    return render_to_string("billing/panels/invoices.html", context, request)
