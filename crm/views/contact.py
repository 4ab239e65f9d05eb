"""The pages of one contact."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm.forms import NoteForm
from crm.selectors.checks import accuracy_of, checked_details, due_count
from crm.selectors.corrections import reports_of
from crm.selectors.history import history_of
from crm.selectors.notes import notes_on
from crm.views.assignments import assigned_card
from crm.views.frame import contact_frame
from emails.selectors import messages_for
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.pages import row_id
from tenants.kernel.panels import panels

_LATEST = 5


@require_safe
@allowed("contacts.view")
def contact(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Show what one wants to know first: what is owed, how to reach them, whether they are in, what happened."""
    context = contact_frame(request, contact_id, "contact")
    context |= {
        "stats": panels("contact.stats", request, contact=context["contact"]),
        "panels": panels("contact.overview", request, contact=context["contact"]),
        "notes": notes_on(contact_id),
        "note_form": NoteForm(),
        "history": history_of(contact_id, seen_by=request.member, limit=_LATEST),
        **assigned_card(contact_id),
    }
    return render(request, "crm/contact.html", context)


@require_safe
@allowed("contacts.view")
def information(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Show what the customer sees, where each detail stands, and every report about it."""
    context = contact_frame(request, contact_id, "contact_information")
    details = checked_details(context["contact"])
    context |= {"details": details, "accuracy": accuracy_of(details), "due": due_count(details)}
    context |= {"reports": reports_of(context["contact"]), "ask_token": uuid4()}
    return render(request, "crm/contact_information.html", context)


@require_safe
@allowed("contacts.view")
def access(request: MemberRequest, contact_id: int) -> HttpResponse:
    context = contact_frame(request, contact_id, "contact_access")
    return render(
        request, "crm/contact_access.html", context | {"messages_sent": messages_for(contact_id, reader=request.member)}
    )


@require_safe
@allowed("contacts.view")
def history(request: MemberRequest, contact_id: int) -> HttpResponse:
    context = contact_frame(request, contact_id, "contact_history")
    context["history"] = history_of(contact_id, seen_by=request.member, before=row_id(request.GET.get("before", "")))
    return render(request, "crm/contact_history.html", context)
