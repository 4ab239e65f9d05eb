"""How Stripe's events fare, on the console's pages."""

from django.db.models import Count
from django.http import HttpRequest
from django.template.loader import render_to_string

from billing.inbox.models import StripeEvent
from tenants.models import Business

State = StripeEvent.State


def on_overview(request: HttpRequest) -> str:
    return _stuck(request, StripeEvent.objects.all())


def on_business(request: HttpRequest, *, business: Business) -> str | None:
    if not business.stripe_account:
        return None
    return _stuck(request, StripeEvent.objects.filter(account=business.stripe_account), business)


def _stuck(request: HttpRequest, events: object, business: Business | None = None) -> str:
    counted = dict(
        events.exclude(state=State.DONE).order_by().values_list("state").annotate(Count("pk"))  # type: ignore[attr-defined]
    )
    context = {
        "pending": counted.get(State.PENDING, 0),
        "dead": counted.get(State.DEAD, 0),
        "quarantined": counted.get(State.QUARANTINED, 0),
        "business_id": None if business is None else business.pk,
    }
    return render_to_string("billing/console/stuck.html", context, request)
