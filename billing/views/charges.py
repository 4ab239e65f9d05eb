from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.forms.charge import ChargeForm, VoidForm, WriteOffForm
from billing.forms.query import AnswerForm
from billing.selectors.adjustments import write_offs_of
from billing.selectors.charges import STATES, charges
from billing.selectors.promises import promises_about
from billing.selectors.queries import queries_about
from billing.services.charges import add_charge, void_charge
from billing.services.pricing import price_line
from billing.views.schedules import WANTED
from crm.models import Contact
from crm.selectors.contacts import contact_named
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel import clock
from tenants.kernel.errors import MangoError, NotFound
from tenants.kernel.pages import newest_first

_FIELDS = {
    "amount_not_positive": "unit_price",
    "amount_too_large": "unit_price",
    "no_exchange_rate": "unit_price",
    "deposit_too_large": "deposit",
}
"""Beside which field a refusal stands; any other is said above the form."""


@allowed("charges.view")
@require_safe
def charge_list(request: MemberRequest) -> HttpResponse:
    state, words = request.GET.get("state", ""), request.GET.get("q", "")[:100].replace("\0", "")
    today = clock.today(request.business.time_zone)
    page = newest_first(charges(seen_by=request.member, state=state, words=words, today=today), request.GET)
    context = {"page": page, "state": state, "q": words, "states": STATES, "today": today}
    template = "billing/_charge_rows.html" if request.htmx else "billing/charge_list.html"
    return render(request, template, context)


@allowed("charges.create")
@require_http_methods(["GET", "HEAD", "POST"])
def charge_new(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Put something on a contact's account; the total is shown before anything is saved."""
    contact = contact_named(contact_id)
    if request.method != "POST":
        return _page(request, contact, ChargeForm(initial=_wanted(request)))
    if "repeat" in request.POST:
        return _repeated(request, contact)
    form = ChargeForm(request.POST)
    if not form.is_valid():
        return _page(request, contact, form, status=422)
    try:
        draft = form.draft()
        price = price_line(
            unit_price=draft.unit_price,
            quantity=draft.quantity,
            tax_rate=draft.tax_rate,
            tax_inclusive=draft.tax_inclusive,
        )
        if "preview" in request.POST:
            return _page(request, contact, form, price=price)
        charge = add_charge(
            contact_id=contact.pk, draft=draft, added_by=request.member, request_key=form.cleaned_data["request_key"]
        )
    except MangoError as refusal:
        form.add_error(_FIELDS.get(refusal.code), str(refusal))
        return _page(request, contact, form, status=refusal.status)
    total = charge.amount.format(request.business.locale)
    messages.success(
        request, _("%(total)s is on %(name)s's account, and they can see it now.") % {"total": total, "name": contact}
    )
    return redirect("crm:contact", contact.pk)


@allowed("charges.view")
@require_safe
def charge(request: MemberRequest, charge_id: int) -> HttpResponse:
    return charge_page(request, charge_id)


@allowed("charges.void")
@require_POST
def charge_void(request: MemberRequest, charge_id: int) -> HttpResponse:
    form = VoidForm(request.POST)
    if not form.is_valid():
        return charge_page(request, charge_id, form=form, status=422)
    voided = void_charge(charge_id=charge_id, reason=form.cleaned_data["reason"], by=request.member)
    messages.success(request, _("“%(what)s” is off the account.") % {"what": voided.description})
    return redirect("billing:charge", charge_id)


def charge_page(
    request: MemberRequest,
    charge_id: int,
    *,
    form: VoidForm | None = None,
    answer_form: AnswerForm | None = None,
    giving_up: WriteOffForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a charge with what can be done about it; the forms hold what was typed when something was refused."""
    today = clock.today(request.business.time_zone)
    found = charges(seen_by=request.member, today=today).filter(pk=charge_id).first()
    if found is None:
        raise NotFound
    queries = queries_about(charge_id)
    context = {
        "charge": found,
        "today": today,
        "form": form or VoidForm(),
        "open_query": next((query for query in queries if query.is_open), None),
        "queries": [query for query in queries if not query.is_open],
        "answer_form": answer_form or AnswerForm(),
        "giving_up": giving_up or WriteOffForm(initial={"amount": found.due}, currency=found.currency),
        "write_offs": write_offs_of(found.pk) if found.written_off else [],
        "promises": promises_about(charge_id),
    }
    return render(request, "billing/charge.html", context, status=status)


def _repeated(request: MemberRequest, contact: Contact) -> HttpResponse:
    """Take what was typed along to where it is charged again and again."""
    typed = {name: request.POST[name] for name in WANTED if request.POST.get(name)}
    return redirect(f"{reverse('billing:schedule_new', args=[contact.pk])}?{urlencode(typed)}")


def _wanted(request: MemberRequest) -> dict[str, str]:
    product = request.GET.get("product", "")
    return {"product": product} if product.isdecimal() else {}


def _page(
    request: MemberRequest, contact: Contact, form: ChargeForm, *, price: object = None, status: int = 200
) -> HttpResponse:
    template = (
        "billing/_charge_total.html" if request.htmx and "preview" in request.POST else "billing/charge_form.html"
    )
    if request.htmx:
        status = 200  # htmx shows only what succeeds; the sentence says what is missing
    return render(request, template, {"contact": contact, "form": form, "price": price}, status=status)
