"""Putting away and taking back, and notes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.forms import NoteForm
from crm.selectors.contacts import contact_named
from crm.selectors.history import history_of
from crm.selectors.notes import notes_on
from crm.services.contacts import archive_contact, restore_contact
from crm.services.notes import add_note
from crm.views.assignments import assigned_card
from crm.views.frame import contact_frame
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest


@require_POST
@allowed("contacts.change")
def archive(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Put a contact away; the page it leads to offers to take that back."""
    contact = archive_contact(contact_named(contact_id).pk)
    messages.success(request, _("%(name)s is archived.") % {"name": contact.display_name})
    return redirect("crm:contact", contact_id)


@require_POST
@allowed("contacts.change")
def restore(request: MemberRequest, contact_id: int) -> HttpResponse:
    contact = restore_contact(contact_named(contact_id).pk)
    messages.success(request, _("%(name)s is back in the list.") % {"name": contact.display_name})
    return redirect("crm:contact", contact_id)


@require_POST
@allowed("contacts.change")
def note_new(request: MemberRequest, contact_id: int) -> HttpResponse:
    contact = contact_named(contact_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = contact_frame(request, contact_id, "contact")
        context |= {"notes": notes_on(contact_id), "note_form": form}
        context |= {"history": history_of(contact_id, seen_by=request.member, limit=5)}
        context |= assigned_card(contact_id)
        return render(request, "crm/contact.html", context)
    add_note(contact.pk, body=form.cleaned_data["body"], author=request.member)
    messages.success(request, _("Note added."))
    return redirect("crm:contact", contact_id)
