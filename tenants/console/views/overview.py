"""How the platform is doing, on one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenants.console.access import operators
from tenants.console.http import OperatorRequest
from tenants.console.models import PlatformActivity
from tenants.console.selectors import overview as figures
from tenants.console.wording import entries_of
from tenants.kernel.panels import panels

SHOWN = 8


@operators
@require_safe
def overview(request: OperatorRequest) -> HttpResponse:
    context = {
        "states": figures.states(),
        "funnel": _funnel(figures.funnel_counts()),
        "mail": figures.mail(),
        "queues": figures.queues(),
        "versions": figures.versions(),
        "pool": figures.pool(),
        "panels": panels("console.overview", request),
        "latest": entries_of(PlatformActivity.objects.order_by("-pk")[:SHOWN]),
    }
    return render(request, "console/overview.html", context)


def _funnel(counts: dict[str, int]) -> list[figures.Step]:
    labels = {
        "signed_up": _("Signed up"),
        "branded": _("Took their own look"),
        "first_contact": _("First contact"),
        "first_payment": _("First payment"),
    }
    everybody = counts["signed_up"]
    return [
        figures.Step(label, counts[name], round(100 * counts[name] / everybody) if everybody else 0)
        for name, label in labels.items()
    ]
