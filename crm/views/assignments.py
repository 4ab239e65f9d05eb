"""Giving contacts to members to look after: one from its page, many from the list."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from crm.forms.assignments import AssignForm, AssignTickedForm
from crm.models import Contact
from crm.selectors.assignments import assigned_to
from crm.selectors.contacts import contact_named
from crm.services.assignments import assign, assign_many
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest


def assigned_card(contact_id: int) -> dict[str, Any]:
    """Return what ``crm/_assigned.html`` needs."""
    assigned = assigned_to(contact_id)
    return {"assigned": assigned, "assign_form": AssignForm(initial={"members": [each.pk for each in assigned]})}


@require_POST
@allowed("contacts.assign")
def assign_contact(request: MemberRequest, contact_id: int) -> HttpResponse:
    contact = contact_named(contact_id)
    form = AssignForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: somebody you ticked is no longer on the team."))
        return redirect("crm:contact", contact.pk)
    members = assign(contact.pk, member_ids=form.cleaned_data["members"])
    names = ", ".join(member.name for member in members)
    said = _("%(contact)s is assigned to %(names)s.") if names else _("%(contact)s is assigned to nobody.")
    messages.success(request, said % {"contact": contact.display_name, "names": names})
    return redirect("crm:contact", contact.pk)


@require_POST
@allowed("contacts.assign")
def assign_ticked(request: MemberRequest) -> HttpResponse:
    """Give the contacts that are ticked to one member; ids that whoever asks does not see are passed over."""
    form = AssignTickedForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tick contacts and choose somebody of the team. Nothing was changed."))
        return redirect("crm:contact_list")
    seen = Contact.objects.seen_by(request.member).filter(pk__in=form.cleaned_data["contacts"])
    added = assign_many(seen.values_list("pk", flat=True), member_id=form.cleaned_data["member"])
    said = ngettext("%(n)d contact is newly assigned.", "%(n)d contacts are newly assigned.", added)
    messages.success(request, said % {"n": added})
    return redirect("crm:contact_list")
