"""Stripe's events as operators see them: what came, what became of it, and having it handled again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from billing.inbox.models import StripeEvent
from billing.services.replay import replay_event
from tenants.console.access import operators
from tenants.console.http import OperatorRequest
from tenants.kernel.errors import MangoError, NotFound
from tenants.kernel.pages import newest_first, row_id
from tenants.models import Business

STATES = [
    (StripeEvent.State.PENDING, gettext_lazy("Received")),
    (StripeEvent.State.DONE, gettext_lazy("Applied")),
    (StripeEvent.State.DEAD, gettext_lazy("Failed")),
    (StripeEvent.State.QUARANTINED, gettext_lazy("Quarantined")),
]


@operators
@require_safe
def event_list(request: OperatorRequest) -> HttpResponse:
    """Newest first; ``?state=`` and ``?business=ID`` narrow it."""
    rows = StripeEvent.objects.defer("payload")
    state, about = request.GET.get("state", ""), row_id(request.GET.get("business", ""))
    if state in StripeEvent.State.values:
        rows = rows.filter(state=state)
    if about is not None:
        accounts = Business.objects.filter(pk=about).exclude(stripe_account="").values("stripe_account")
        rows = rows.filter(account__in=accounts)
    page = newest_first(rows, request.GET)
    names = _businesses({row.account for row in page.rows})
    context = {
        "page": page,
        "rows": [(row, names.get(row.account)) for row in page.rows],
        "states": STATES,
        "state": state,
        "about": about,
    }
    return render(request, "billing/console/event_list.html", context)


@operators
@require_safe
def event(request: OperatorRequest, pk: int) -> HttpResponse:
    """Of the payload only what names things: who paid what is the business's own affair."""
    found = StripeEvent.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound
    thing: dict[str, Any] = found.payload.get("data", {}).get("object", {})
    context = {
        "event": found,
        "object_type": thing.get("object", ""),
        "object_id": thing.get("id", ""),
        "metadata": {name: value for name, value in (thing.get("metadata") or {}).items() if name.startswith("mango_")},
        "business": _businesses({found.account}).get(found.account),
    }
    return render(request, "billing/console/event.html", context)


@operators
@require_POST
def replay(request: OperatorRequest, pk: int) -> HttpResponseBase:
    try:
        replay_event(pk)
    except NotFound:
        raise
    except MangoError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The event is being handled again. What it did before, it does not do twice."))
    return redirect("billing_console:event", pk)


def _businesses(accounts: set[str]) -> dict[str, Business]:
    return {row.stripe_account: row for row in Business.objects.filter(stripe_account__in=accounts - {""})}
