"""The business's money at the top of the workspace's home page."""

from django.template.loader import render_to_string

from billing.selectors.totals import totals
from tenants.accounts.http import MemberRequest
from tenants.kernel.panels import register_panel


def register() -> None:
    register_panel("workspace.home", 10, money_at_a_glance)


def money_at_a_glance(request: MemberRequest) -> str | None:
    if not request.member.may("ledger.view"):
        return None
    return render_to_string("billing/panels/home.html", {"totals": totals(seen_by=request.member)}, request)
