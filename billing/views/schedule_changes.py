"""What a member does with what is charged again and again: each a form of its own, each taken back by another."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from billing.forms.schedule import EndForm, PauseForm, PeriodForm, PriceForm
from billing.models import Schedule
from billing.schedule_plan import Planned
from billing.selectors.schedules import ahead_of, plan_of, schedule_named
from billing.services.schedule_changes import (
    change_price,
    keep_price,
    pause_schedule,
    price_plan,
    resume_schedule,
    skip_period,
    unskip_period,
)
from billing.services.schedule_ends import end_schedule, keep_schedule, last_day_if_cancelled
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel import clock
from tenants.kernel.dates import long_date
from tenants.kernel.errors import MangoError
from tenants.kernel.scope import require_business

_FIELDS = {"too_late": "from_on", "amount_not_positive": "unit_price", "amount_too_large": "unit_price"}
"""Beside which field a refusal stands; any other is said above the form."""


@allowed("schedules.change")
@require_POST
def schedule_pause(request: MemberRequest, schedule_id: int) -> HttpResponse:
    form = PauseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The reason is too long, so nothing was changed."))
        return redirect("billing:schedule", schedule_id)
    pause_schedule(schedule_id=schedule_id, reason=form.cleaned_data["reason"])
    messages.success(request, _("It is paused. What begins meanwhile is not charged."))
    return redirect("billing:schedule", schedule_id)


@allowed("schedules.change")
@require_POST
def schedule_resumption(request: MemberRequest, schedule_id: int) -> HttpResponse:
    resume_schedule(schedule_id=schedule_id)
    messages.success(request, _("It goes on with the next period."))
    return redirect("billing:schedule", schedule_id)


@allowed("schedules.change")
@require_POST
def schedule_skips(request: MemberRequest, schedule_id: int) -> HttpResponse:
    """Leave a period out, or charge it after all."""
    form = PeriodForm(request.POST)
    found = schedule_named(schedule_id)
    if not form.is_valid():
        messages.error(request, _("Choose a period to leave out. Nothing was changed."))
        return redirect("billing:schedule", found.pk)
    period_on = form.cleaned_data["period_on"]
    day = long_date(period_on, locale=request.business.locale)
    if "undo" in request.POST:
        unskip_period(schedule_id=found.pk, period_on=period_on)
        messages.success(request, _("The period of %(day)s is charged after all.") % {"day": day})
    else:
        skip_period(schedule_id=found.pk, period_on=period_on)
        messages.success(request, _("The period of %(day)s is left out.") % {"day": day})
    return redirect("billing:schedule", found.pk)


@allowed("schedules.change")
@require_http_methods(["GET", "HEAD", "POST"])
def schedule_price(request: MemberRequest, schedule_id: int) -> HttpResponse:
    """Another price from a day on; the next three charges are shown before anything is saved."""
    found = schedule_named(schedule_id)
    if request.method != "POST":
        today = clock.today(request.business.time_zone)
        day, plan = found.next_on or max(today, found.starts_on), plan_of(found)
        return _price_page(request, found, PriceForm.showing(plan.terms_on(day), day), ahead=ahead_of(found, plan))
    form = PriceForm(request.POST, currency=found.currency)
    if not form.is_valid():
        return _price_page(request, found, form, status=422)
    try:
        price = form.price()
        if "preview" in request.POST:
            return _price_page(request, found, form, ahead=price_plan(found, price).ahead(found.runs_from))
        change_price(schedule_id=found.pk, price=price, by_name=request.member.name)
    except MangoError as refusal:
        form.add_error(_FIELDS.get(refusal.code), str(refusal))
        return _price_page(request, found, form, status=refusal.status)
    messages.success(request, _("The new price is set."))
    return redirect("billing:schedule", found.pk)


@allowed("schedules.change")
@require_POST
def schedule_price_withdrawal(request: MemberRequest, schedule_id: int) -> HttpResponse:
    keep_price(schedule_id=schedule_id)
    messages.success(request, _("It keeps its price."))
    return redirect("billing:schedule", schedule_id)


@allowed("schedules.change")
@require_http_methods(["GET", "HEAD", "POST"])
def schedule_end(request: MemberRequest, schedule_id: int) -> HttpResponse:
    found = schedule_named(schedule_id)
    usual = {"on": last_day_if_cancelled(found)}
    form = EndForm(request.POST) if request.method == "POST" else EndForm(initial=usual)
    status = 200 if request.method != "POST" else 422
    if request.method == "POST" and form.is_valid():
        try:
            ended = end_schedule(schedule_id=found.pk, on=form.last_day(), reason=form.cleaned_data["reason"])
        except MangoError as refusal:
            form.add_error("on" if refusal.code == "too_late" else None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _ended(ended))
            return redirect("billing:schedule", found.pk)
    return render(request, "billing/schedule_end.html", {"schedule": found, "form": form}, status=status)


@allowed("schedules.change")
@require_POST
def schedule_continuation(request: MemberRequest, schedule_id: int) -> HttpResponse:
    keep_schedule(schedule_id=schedule_id)
    messages.success(request, _("It goes on."))
    return redirect("billing:schedule", schedule_id)


def _price_page(
    request: MemberRequest, found: Schedule, form: PriceForm, *, ahead: Sequence[Planned] = (), status: int = 200
) -> HttpResponse:
    is_preview = request.htmx and "preview" in request.POST
    template = "billing/_schedule_ahead.html" if is_preview else "billing/schedule_price.html"
    if request.htmx:
        status = 200  # htmx shows only what succeeds; the sentence says what is missing
    return render(request, template, {"schedule": found, "form": form, "ahead": ahead}, status=status)


def _ended(schedule: Schedule) -> str:
    if schedule.is_ended or schedule.ends_on is None:
        return _("It has ended.")
    return _("%(day)s is its last day.") % {"day": long_date(schedule.ends_on, locale=require_business().locale)}
