"""Adding and changing a contact; every button of the form also works without scripts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from crm.forms import ContactForm
from crm.models import Contact
from crm.selectors.contacts import all_tags, contact_named
from crm.selectors.duplicates import look_alikes
from crm.services.contacts import create_contact, update_contact
from crm.views.hints import suggestion_for
from crm.views.small_buttons import pressed_small_button
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.accounts.models import User
from tenants.kernel.errors import MangoError


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("contacts.create")
@never_cache
def contact_new(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request, ContactForm.blank())
    again = pressed_small_button(request.POST, is_new=True)
    if again is not None:
        return _show(request, again)
    form = ContactForm(request.POST)
    contact = _create(request, form) if form.is_valid() else None
    if contact is None:
        return _show(request, form)
    _say_created(request, contact, form)
    return redirect("crm:contact", contact.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("contacts.change")
def contact_edit(request: MemberRequest, contact_id: int) -> HttpResponse:
    contact = contact_named(contact_id)
    if request.method != "POST":
        return _show(request, ContactForm(initial=_held(contact), is_new=False), contact)
    again = pressed_small_button(request.POST, is_new=False)
    if again is not None:
        return _show(request, again, contact)
    form = ContactForm(request.POST, is_new=False)
    if not form.is_valid() or not _update(contact, form, request.member):
        return _show(request, form, contact)
    messages.success(request, _("Saved."))
    return redirect("crm:contact_information", contact.pk)


def _create(request: MemberRequest, form: ContactForm) -> Contact | None:
    try:
        return create_contact(
            details=form.details(),
            username=form.access.cleaned_data["username"],
            password=form.access.cleaned_data["password"],
            created_by=request.member,
            form_token=form.note.cleaned_data["form_token"],
        )
    except MangoError as refusal:
        form.refuse(refusal)
        return None


def _update(contact: Contact, form: ContactForm, by: User) -> bool:
    try:
        update_contact(contact.pk, details=form.details(), by=by)
    except MangoError as refusal:
        form.refuse(refusal)
        return False
    return True


def _say_created(request: MemberRequest, contact: Contact, form: ContactForm) -> None:
    to = form.details().primary_email
    messages.success(
        request,
        _("%(name)s has an account now. The welcome e-mail is on its way to %(to)s.")
        % {"name": contact.display_name, "to": to},
    )
    similar = look_alikes(form.details(), seen_by=request.member, besides=contact.pk)
    if similar:
        names = ", ".join(f"{found.contact.display_name} ({found.reason})" for found in similar)
        messages.warning(request, _("This may be somebody you already had: %(names)s.") % {"names": names})


def _show(request: MemberRequest, form: ContactForm, contact: Contact | None = None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "contact": contact, "all_tags": all_tags()}
    if form.is_new and "username" in form.access.errors:
        context["free_username"] = suggestion_for(request.POST)
    return render(request, "crm/contact_form.html", context)


def _held(contact: Contact) -> dict[str, Any]:
    rows = {
        "emails": [{"address": row.address, "label": row.label} for row in contact.emails.all()],
        "phones": [{"number": row.number, "label": row.label} for row in contact.phones.all()],
        "addresses": list(contact.addresses.values("label", "street", "postcode", "city", "region", "country")),
    }
    return {
        **{name: getattr(contact, name) for name in ("kind", "first_name", "last_name", "company_name")},
        "tags": ", ".join(tag.name for tag in contact.tags.all()),
        **{kind: held or [{}] for kind, held in rows.items() if held or kind != "addresses"},
    }
