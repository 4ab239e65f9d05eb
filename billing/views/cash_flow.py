"""Money in and out, 13 weeks back and 13 ahead, and what happens if some pay later."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from billing.cash_chart import chart_of, rows_of
from billing.cash_words import how_it_is_reckoned, outlook, what_if
from billing.forms.cash import BankBalanceForm, WhatIfForm
from billing.selectors.cash_figures import cash_figures, on_its_way
from billing.selectors.outlook import Outlook, outlook_of
from billing.services.bank_balance import set_bank_balance
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel import clock


@allowed("ledger.view")
@require_safe
def cash_flow(request: MemberRequest) -> HttpResponse:
    """The page; ``?late=7&late=9&weeks=4`` asks what happens if these contacts pay four weeks later."""
    today = clock.today(request.business.time_zone)
    late, weeks = WhatIfForm(request.GET).chosen()
    seen = outlook_of(member=request.member, today=today, late=late, weeks=weeks)
    return render(request, "billing/cash_flow.html", _context(request, seen, weeks))


@allowed("expenses.change")
@require_http_methods(["GET", "HEAD", "POST"])
def bank_balance(request: MemberRequest) -> HttpResponse:
    """Say what is in the bank today; an empty amount takes it out of the forecast."""
    form = BankBalanceForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "billing/bank_balance.html", {"form": form}, status=422 if form.is_bound else 200)
    set_bank_balance(balance=form.cleaned_data["balance"], by=request.member)
    messages.success(request, _("The forecast counts with it."))
    return redirect("billing:cash_flow")


def _context(request: MemberRequest, seen: Outlook, weeks: int) -> dict[str, Any]:
    chosen = [seen.names[contact_id] for contact_id in seen.late]
    return {
        "seen": seen,
        "figures": cash_figures(seen_by_member=request.member),
        "sentence": outlook(seen.shown, seen.comings, seen.names),
        "changed": what_if(seen.plain, seen.shown, who=chosen, weeks=weeks) if chosen else "",
        "reckoned": how_it_is_reckoned(seen.habits),
        "chart": chart_of(seen),
        "rows": rows_of(seen),
        "on_its_way": on_its_way(seen.payouts),
        "weeks": weeks,
        "sees_all": request.member.sees_all_contacts,
    }
