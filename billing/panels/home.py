"""The business's money at the top of the workspace's home page."""

from django.template.loader import render_to_string

from billing.selectors.profit import profit
from billing.selectors.statements import Period
from billing.selectors.totals import totals
from tenants.accounts.http import MemberRequest
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.panels import register_panel


def register() -> None:
    register_panel("workspace.home", 10, money_at_a_glance)


def money_at_a_glance(request: MemberRequest) -> str | None:
    if not request.member.may("ledger.view"):
        return None
    context = {"totals": totals(seen_by=request.member), "profit": _profit_this_month(request)}
    return render_to_string("billing/panels/home.html", context, request)


def _profit_this_month(request: MemberRequest) -> Money | None:
    """Return what this month has earned so far; nothing for a role that may not see costs."""
    if not request.member.may("costs.view"):
        return None
    today = clock.today(request.business.time_zone)
    month = Period(today.replace(day=1), today)
    return profit(month, way="month", member=request.member).total.profit
