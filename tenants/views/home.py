"""The first page of the workspace."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenants.accounts import sight
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.activity.wording import latest
from tenants.checklist import progress_for
from tenants.kernel import clock
from tenants.kernel.panels import panels
from tenants.navigation import address
from tenants.needs import needs_of

NOON, EVENING = 12, 18


@allowed("workspace.view")
@require_safe
def home(request: MemberRequest) -> HttpResponse:
    progress = progress_for(request.member)
    steps = [(row, address(row.step.url_name) if row.may else "") for row in progress]
    context = {
        "greeting": greeting(request.business.time_zone) % {"name": request.member.name.split(" ")[0]},
        "today": clock.today(request.business.time_zone),
        "steps": steps,
        "done": sum(row.state == "done" for row in progress),
        "panels": panels("workspace.home", request),
        "needs": needs_of(request.member),
        "events": latest(reader=request.member, seen=sight.within(request.member, "contact_id")),
    }
    return render(request, "tenants/home.html", context)


def greeting(time_zone: str) -> str:
    """Return a greeting for the hour it is in the business's time zone, with a place for the name."""
    hour = clock.hour(time_zone)
    if hour < NOON:
        return _("Good morning, %(name)s")
    return _("Good afternoon, %(name)s") if hour < EVENING else _("Good evening, %(name)s")
