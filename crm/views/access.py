"""A contact's people: giving, renewing, suspending and restoring their way in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from crm.entries import Person
from crm.forms import CustomerForm
from crm.models import Contact
from crm.selectors.contacts import contact_named
from crm.selectors.customers import customer_of_contact
from crm.services.access import add_customer, resend_welcome, reset_second_factor, restore_access, suspend_access
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.accounts.services.passwords import generate_password
from tenants.accounts.services.users import suggest_username
from tenants.kernel.errors import MangoError

_FIELD_OF = {
    "name_missing": "name",
    "email_missing": "email",
    "address_refused": "email",
    "username_taken": "username",
    "username_refused": "username",
    "password_refused": "password",
}


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("access.give")
@never_cache
def customer_new(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Give another person of a contact an account of their own."""
    contact = contact_named(contact_id)
    if request.method != "POST":
        return _show(request, contact, CustomerForm())
    if "suggest" in request.POST:
        return _show(request, contact, _suggested(request))
    form = CustomerForm(request.POST)
    if not form.is_valid() or not _add(contact, form):
        return _show(request, contact, form)
    messages.success(request, _("The welcome e-mail is on its way to %(to)s.") % {"to": form.cleaned_data["email"]})
    return redirect("crm:contact_access", contact_id)


@require_POST
@allowed("access.resend")
def welcome(request: MemberRequest, contact_id: int, customer_id: int) -> HttpResponse:
    """Mail a new password, or a new link where the business prefers links; nobody of the team gets to see it."""
    customer = resend_welcome(customer_of_contact(contact_id, customer_id).pk)
    messages.success(
        request,
        _("A new welcome e-mail is on its way to %(to)s. What was mailed before no longer works.")
        % {"to": customer.user.email},
    )
    return redirect("crm:contact_access", contact_id)


@require_POST
@allowed("access.resend")
def suspension(request: MemberRequest, contact_id: int, customer_id: int) -> HttpResponse:
    customer = suspend_access(customer_of_contact(contact_id, customer_id).pk)
    messages.success(request, _("%(name)s is signed out and cannot come in.") % {"name": customer.user.name})
    return redirect("crm:contact_access", contact_id)


@require_POST
@allowed("access.resend")
def restoration(request: MemberRequest, contact_id: int, customer_id: int) -> HttpResponse:
    customer = restore_access(customer_of_contact(contact_id, customer_id).pk)
    messages.success(request, _("%(name)s can sign in again.") % {"name": customer.user.name})
    return redirect("crm:contact_access", contact_id)


@require_POST
@allowed("access.resend")
def second_factor_reset(request: MemberRequest, contact_id: int, customer_id: int) -> HttpResponse:
    customer = reset_second_factor(customer_of_contact(contact_id, customer_id).pk)
    messages.success(
        request, _("%(name)s signs in with the password alone now; a mail tells them.") % {"name": customer.user.name}
    )
    return redirect("crm:contact_access", contact_id)


def _add(contact: Contact, form: CustomerForm) -> bool:
    given = form.cleaned_data
    try:
        add_customer(
            contact.pk,
            person=Person(given["name"], given["email"]),
            username=given["username"],
            password=given["password"],
        )
    except MangoError as refusal:
        form.add_error(_FIELD_OF.get(refusal.code), str(refusal))
        return False
    return True


def _suggested(request: MemberRequest) -> CustomerForm:
    typed = {name: request.POST.get(name, "").replace("\0", "") for name in CustomerForm.base_fields}
    if typed["name"] and not typed["username"]:
        typed["username"] = suggest_username(typed["name"])
    return CustomerForm(initial={**typed, "password": typed["password"] or generate_password()})


def _show(request: MemberRequest, contact: Contact, form: CustomerForm) -> HttpResponse:
    return render(request, "crm/customer_form.html", {"contact": contact, "form": form})
