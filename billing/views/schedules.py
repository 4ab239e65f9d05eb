"""What is charged again and again: the list, one of them, a new one, and what is said about it."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from billing.forms.fields import discount_text
from billing.forms.schedule import OF_PRODUCTS, PauseForm, ScheduleForm, ScheduleTextForm
from billing.models import Charge, Product, Schedule
from billing.schedule_plan import Plan, Planned
from billing.selectors.schedules import (
    STATES,
    ahead_of,
    listed,
    monthly_value,
    plan_of,
    runs_of,
    schedule_named,
    schedules,
    skips_of,
)
from billing.services.schedules import change_schedule, check_draft, start_schedule
from crm.models import Contact
from crm.selectors.contacts import contact_named
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel import clock
from tenants.kernel.errors import MangoError
from tenants.kernel.money import Money
from tenants.kernel.pages import newest_first, row_id
from tenants.kernel.scope import require_business

WANTED = (
    "product", "description", "unit_price", "tax_rate", "quantity", "reason", "interval", "currency", "discount",
)  # fmt: skip
"""What a charge's form hands over when it is to be repeated."""

_FIELDS = {
    "starts_in_the_past": "starts_on",
    "ends_before_it_starts": "ends_on",
    "amount_not_positive": "unit_price",
    "amount_too_large": "unit_price",
    "no_exchange_rate": "unit_price",
    "discount_too_large": "discount",
}
"""Beside which field a refusal stands; any other is said above the form."""


@allowed("schedules.view")
@require_safe
def schedule_list(request: MemberRequest) -> HttpResponse:
    state, words = request.GET.get("state", ""), request.GET.get("q", "")[:100].replace("\0", "")
    page = newest_first(schedules(seen_by=request.member, state=state, words=words), request.GET)
    context = {"page": page, "lines": listed(page.rows), "state": state, "q": words, "states": STATES}
    if request.htmx:
        return render(request, "billing/_schedule_rows.html", context)
    active = list(schedules(seen_by=request.member, state=Schedule.State.ACTIVE))
    context |= {"value": list(monthly_value(active).values()), "active": len(active)}
    return render(request, "billing/schedule_list.html", context)


@allowed("schedules.view")
@require_safe
def schedule(request: MemberRequest, schedule_id: int) -> HttpResponse:
    found = schedule_named(schedule_id)
    plan = plan_of(found)
    today = clock.today(request.business.time_zone)
    context = {
        "schedule": found,
        "coming": _coming(ahead_of(found, plan), skips_of(found, since=today)),
        "price": plan.price_on(plan.priced_on(today)),
        "terms": plan.terms_on(plan.priced_on(today)),
        "changes": [] if found.is_ended else plan.changes(today),
        "page": newest_first(runs_of(found.pk), request.GET, size=12),
        "again": urlencode(_again(found, plan)),
        "form": PauseForm(),
        "today": today,
    }
    return render(request, "billing/schedule.html", context)


@allowed("schedules.change")
@require_http_methods(["GET", "HEAD", "POST"])
def schedule_new(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Charge something again and again; the next three charges are shown before anything is saved."""
    contact = contact_named(contact_id)
    if request.method != "POST":
        return _page(request, contact, ScheduleForm(initial=_wanted(request, contact)))
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        return _page(request, contact, form, status=422)
    try:
        draft = form.draft()
        check_draft(draft)
        if "preview" in request.POST:
            return _page(request, contact, form, ahead=draft.plan().ahead(draft.rhythm.starts_on))
        key = form.cleaned_data["request_key"]
        made = start_schedule(contact_id=contact.pk, draft=draft, added_by=request.member, request_key=key)
    except MangoError as refusal:
        form.add_error(_FIELDS.get(refusal.code), str(refusal))
        return _page(request, contact, form, status=refusal.status)
    messages.success(request, _("“%(what)s” is charged %(rhythm)s from now on.") % _facts(made))
    return redirect("billing:schedule", made.pk)


@allowed("schedules.change")
@require_http_methods(["GET", "HEAD", "POST"])
def schedule_edit(request: MemberRequest, schedule_id: int) -> HttpResponse:
    found = schedule_named(schedule_id)
    form = ScheduleTextForm(request.POST) if request.method == "POST" else ScheduleTextForm.showing(found)
    if request.method == "POST" and form.is_valid():
        change_schedule(schedule_id=found.pk, text=form.text())
        messages.success(request, _("Saved. It counts for the charges to come."))
        return redirect("billing:schedule", found.pk)
    context = {"schedule": found, "form": form}
    return render(request, "billing/schedule_edit.html", context, status=422 if form.is_bound else 200)


def _coming(ahead: Sequence[Planned], skips: Sequence[date]) -> list[tuple[date, Money | None]]:
    """Return the periods to come in their order, with no amount where one is left out."""
    amounts: dict[date, Money | None] = dict.fromkeys(skips)
    amounts |= {planned.day: planned.amount for planned in ahead}
    return sorted(amounts.items())


def _again(found: Schedule, plan: Plan) -> dict[str, str]:
    """Return what the form of a new one begins with, when this one has ended."""
    terms = plan.terms_on(found.ends_on or found.runs_from)
    asked = {"quantity": f"{terms.quantity.normalize():f}", "reason": found.reason}
    asked["interval"] = f"{found.every} {found.each}"
    asked["discount"] = discount_text(found.discount_percent, Money(found.discount_minor, found.currency))
    if found.product and not found.product.archived_at:
        return {**asked, "product": str(found.product_id)}
    asked["currency"] = found.currency
    price, rate = terms.unit_price.plain(require_business().locale), f"{found.tax_rate.normalize():f}"
    return {**asked, "description": found.description, "unit_price": price, "tax_rate": rate}


def _facts(made: Schedule) -> dict[str, str]:
    return {"what": made.description, "rhythm": made.rhythm_text}


def _wanted(request: MemberRequest, contact: Contact) -> dict[str, object]:
    """Begin with what the address asks for: the fields of a charge's form, or a charge that is to be repeated."""
    today = clock.today(request.business.time_zone)
    asked: dict[str, object] = {name: request.GET[name][:500] for name in WANTED if name in request.GET}
    asked |= _repeated(contact, row_id(request.GET.get("charge", "")))
    product_id = row_id(str(asked.get("product", "")))
    product = Product.objects.on_sale().filter(pk=product_id).first() if product_id else None
    usual = {"interval": OF_PRODUCTS[product.interval]} if product and product.interval else {}
    return {"starts_on": today, **usual, **asked}


def _repeated(contact: Contact, charge_id: int | None) -> dict[str, object]:
    charge = Charge.objects.filter(pk=charge_id, contact=contact).first() if charge_id else None
    if charge is None:
        return {}
    said = {"quantity": f"{charge.quantity.normalize():f}", "reason": charge.reason}
    said["discount"] = discount_text(charge.discount_percent, charge.discount)
    if charge.product_id and Product.objects.on_sale().filter(pk=charge.product_id).exists():
        return {"product": charge.product_id, **said}
    rate = f"{charge.tax_rate.normalize():f}"
    return {
        "description": charge.description,
        "unit_price": charge.unit_price,
        "tax_rate": rate,
        "currency": charge.currency,
        **said,
    }


def _page(
    request: MemberRequest, contact: Contact, form: ScheduleForm, *, ahead: Sequence[Planned] = (), status: int = 200
) -> HttpResponse:
    is_preview = request.htmx and "preview" in request.POST
    template = "billing/_schedule_ahead.html" if is_preview else "billing/schedule_form.html"
    if request.htmx:
        status = 200  # htmx shows only what succeeds; the sentence says what is missing
    return render(request, template, {"contact": contact, "form": form, "ahead": ahead}, status=status)
