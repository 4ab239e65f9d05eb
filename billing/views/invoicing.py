from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.errors.invoices import BankNeedsPassword, NumbersGivenOut
from billing.forms.invoicing import BillingProfileForm, InvoicingRulesForm
from billing.models import Invoice
from billing.selectors.invoicing import invoicing_rules, next_number, profile_of
from billing.services.invoicing_rules import save_profile, save_rules
from crm.selectors.contacts import contact_named
from tenants.accounts.access import allowed
from tenants.accounts.errors import WrongPassword
from tenants.accounts.http import MemberRequest
from tenants.accounts.services.sign_in import confirm
from tenants.accounts.visitor import Visitor
from tenants.kernel import clock
from tenants.kernel.errors import MangoError, TooMany
from tenants.views.answers import status_of

_FIELDS = {
    WrongPassword.code: "password",
    TooMany.code: "password",
    BankNeedsPassword.code: "password",
    "pattern_invalid": "pattern",
    "pattern_without_number": "pattern",
    "pattern_without_year": "pattern",
    "patterns_alike": "credit_note_pattern",
    NumbersGivenOut.code: None,
}


@allowed("billing.settings")
@require_http_methods(["GET", "HEAD", "POST"])
def invoicing_settings(request: MemberRequest) -> HttpResponse:
    """Tax numbers, bank details, and how invoices are numbered; the next numbers are shown as they would be."""
    form = InvoicingRulesForm(request.POST if request.method == "POST" else None, instance=invoicing_rules())
    if form.is_valid() and _kept(request, form):
        messages.success(request, _("Saved. It holds for what is issued from now on."))
        return redirect("billing:invoicing_settings")
    rules, today = invoicing_rules(), clock.today(request.business.time_zone)
    context = {
        "form": form,
        "next_invoice": next_number(rules, Invoice.Kind.INVOICE, on=today),
        "next_credit_note": next_number(rules, Invoice.Kind.CREDIT_NOTE, on=today),
    }
    return render(request, "billing/invoicing_settings.html", context, status=status_of(form))


@allowed("invoices.change")
@require_http_methods(["GET", "HEAD", "POST"])
def billing_profile(request: MemberRequest, contact_id: int) -> HttpResponse:
    """What is different about invoicing one contact."""
    contact = contact_named(contact_id)
    form = BillingProfileForm(request.POST if request.method == "POST" else None, instance=profile_of(contact.pk))
    if form.is_valid():
        save_profile(contact_id=contact.pk, **form.cleaned_data)
        messages.success(request, _("Saved. It holds for what is issued from now on."))
        return redirect("crm:contact", contact.pk)
    return render(request, "billing/billing_profile.html", {"contact": contact, "form": form}, status=status_of(form))


def _kept(request: MemberRequest, form: InvoicingRulesForm) -> bool:
    """Save the rules; where customers are to pay is changed by nobody but who knows their own password."""
    try:
        if form.changes_bank:
            confirm(request.member, form.cleaned_data["password"], visitor=Visitor.of(request))
        save_rules(by=request.member, knows_password=form.changes_bank, **form.said())
    except MangoError as refusal:
        form.add_error(_FIELDS.get(refusal.code), str(refusal))
        return False
    return True
