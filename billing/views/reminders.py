"""Who is reminded of what at the next hour, and why others are not; one contact's reminder, as it would read now."""

from dataclasses import dataclass
from datetime import date

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from billing.models import ReminderRules
from billing.selectors.reminder_mail import context_of, facts_of
from billing.selectors.reminder_rules import reminder_rules
from billing.selectors.reminders import Planned, choice_of, owing_contacts, plan, reminders_of
from billing.selectors.skips import skip_in_words
from billing.services import reminders
from billing.services.daily import next_reminding_day
from billing.services.late_fees import DueFee, fees_due
from crm.selectors.contacts import contact_named
from emails.kinds import kind_named
from emails.previews import as_preview
from emails.rendering.preview import preview
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel import clock
from tenants.kernel.errors import MangoError, NotFound
from tenants.kernel.mail import mail_states
from tenants.kernel.pages import row_id

A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A contact on the list: what happens, why not, and the late fees that the day brings."""

    planned: Planned
    why_not: str
    fees: list[DueFee]


@allowed("reminders.view")
@require_safe
def reminder_list(request: MemberRequest) -> HttpResponse:
    """What the next reminders would be, were they sent now; it is the question that the sending asks."""
    rules = reminder_rules()
    day = _day(rules)
    ids = owing_contacts(day, after=row_id(request.GET.get("after", "")) or 0, limit=A_PAGE, seen_by=request.member)
    rows = _rows(day, ids)
    context = {
        "rules": rules,
        "day": day,
        "going": [row for row in rows if row.planned.skip is None],
        "others": [row for row in rows if row.planned.skip is not None],
        "next": ids[-1] if len(ids) == A_PAGE else None,
    }
    return render(request, "billing/reminder_list.html", context)


@allowed("reminders.view")
@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # its types know no view arguments
def reminder(request: MemberRequest, contact_id: int) -> HttpResponse:
    """One contact: what they owe, what of it is left alone, the mail, what went before, and their own choice."""
    contact, rules = contact_named(contact_id), reminder_rules()
    day = _day(rules)
    rows = _rows(day, [contact.pk])
    before = reminders_of(contact.pk)
    states = mail_states(one.message_id for one in before if one.message_id)
    context = {
        "contact": contact,
        "rules": rules,
        "day": day,
        "row": rows[0] if rows else None,
        "choice": choice_of(contact.pk),
        "before": [(one, states.get(one.message_id or 0)) for one in before],
    }
    return render(request, "billing/reminder.html", context)


@allowed("reminders.view")
@require_safe
@xframe_options_sameorigin
def reminder_mail(_request: MemberRequest, contact_id: int) -> HttpResponse:
    """The mail as its reader would get it now."""
    contact = contact_named(contact_id)
    planned = next(iter(plan(_day(reminder_rules()), [contact.pk])), None)
    if planned is None or not planned.told:
        raise NotFound
    return as_preview(preview(kind_named("reminder"), {**context_of(planned), **facts_of(planned)}).html)


@allowed("reminders.change")
@require_POST
def reminder_sending(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Send it now, whether a step of the schedule is due or not."""
    contact = contact_named(contact_id)
    day = clock.today(request.business.time_zone)
    try:
        reminders.remind(contact_id=contact.pk, day=day, by=request.member)
    except MangoError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The reminder to %(name)s is on its way.") % {"name": contact.display_name})
    return _back(request, contact_id)


@allowed("reminders.change")
@require_POST
def reminder_omission(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Leave a contact out of the next reminders, or take them in again."""
    contact = contact_named(contact_id)
    is_out = "undo" not in request.POST
    reminders.leave_out(contact_id=contact.pk, day=_day(reminder_rules()) if is_out else None)
    said = _("%(name)s is left out this time.") if is_out else _("%(name)s is not left out any more.")
    messages.success(request, said % {"name": contact.display_name})
    return _back(request, contact_id)


@allowed("reminders.change")
@require_POST
def reminder_choice(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Turn reminders and statements by mail off or on for one contact."""
    contact = contact_named(contact_id)
    reminders.choose_reminders(
        contact_id=contact.pk,
        reminds="reminds" in request.POST,
        sends_statements="sends_statements" in request.POST,
    )
    messages.success(request, _("Saved."))
    return redirect("billing:reminder", contact_id)


def _day(rules: ReminderRules) -> date:
    return next_reminding_day(rules)


def _rows(day: date, ids: list[int]) -> list[Row]:
    fees: dict[int, list[DueFee]] = {}
    for fee in fees_due(day, ids):
        fees.setdefault(fee.entry.contact_id, []).append(fee)
    return [
        Row(planned, skip_in_words(planned.skip) if planned.skip else "", fees.get(planned.contact.pk, []))
        for planned in plan(day, ids)
    ]


def _back(request: MemberRequest, contact_id: int) -> HttpResponse:
    return redirect("billing:reminder_list") if "list" in request.POST else redirect("billing:reminder", contact_id)
