from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.forms.credit import CreditForm, TakeBackForm
from billing.selectors.accounts import balance_of
from billing.selectors.adjustments import credit_named, is_moved, taken_back_of, uses_of
from billing.services.credits import give_credit, take_credit_back
from crm.models import Contact
from crm.selectors.contacts import contact_named
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.errors import MangoError


@allowed("credit.give")
@require_http_methods(["GET", "HEAD", "POST"])
def credit_new(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Put credit on a contact's account, out of kindness or to make good for something."""
    contact = contact_named(contact_id)
    if request.method != "POST":
        return _form_page(request, contact, CreditForm())
    form = CreditForm(request.POST)
    if not form.is_valid():
        return _form_page(request, contact, form, status=422)
    try:
        credit = give_credit(
            contact.pk, draft=form.draft(), by=request.member, request_key=form.cleaned_data["request_key"]
        )
    except MangoError as refusal:
        form.add_error("amount", str(refusal))
        return _form_page(request, contact, form, status=refusal.status)
    amount = (-credit.amount).format(request.business.locale)
    messages.success(request, _("%(amount)s of credit is on %(name)s's account.") % {"amount": amount, "name": contact})
    return redirect("billing:credit", credit.pk)


@allowed("ledger.view")
@require_safe
def credit(request: MemberRequest, credit_id: int) -> HttpResponse:
    return _page(request, credit_id, TakeBackForm())


@allowed("credit.give")
@require_POST
def credit_take_back(request: MemberRequest, credit_id: int) -> HttpResponse:
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        return _page(request, credit_id, form, status=422)
    taken = take_credit_back(credit_id, reason=form.cleaned_data["reason"], by=request.member)
    amount = (-taken.amount).format(request.business.locale)
    messages.success(request, _("%(amount)s of credit is taken back.") % {"amount": amount})
    return redirect("billing:credit", credit_id)


def _form_page(request: MemberRequest, contact: Contact, form: CreditForm, *, status: int = 200) -> HttpResponse:
    context = {"contact": contact, "form": form, "balance": balance_of(contact.pk)}
    return render(request, "billing/credit_form.html", context, status=status)


def _page(request: MemberRequest, credit_id: int, form: TakeBackForm, *, status: int = 200) -> HttpResponse:
    found = credit_named(credit_id, seen_by=request.member)
    context = {
        "credit": found,
        "given": -found.amount,
        "taken_back": taken_back_of(found),
        "is_moved": is_moved(found),
        "uses": list(uses_of(found)),
        "form": form,
    }
    return render(request, "billing/credit.html", context, status=status)
