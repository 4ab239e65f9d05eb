"""Where Stripe knocks. The answer says only that the event is kept; what it means is somebody else's work."""

import json
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.gateway.signature import BadSignature, check
from billing.services.inbox import receive_event
from tenants.accounts.access import anyone
from tenants.kernel import clock

log = structlog.get_logger()


@anyone
@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """Keep an event that is Stripe's, fresh and of our mode; 400 for any other, and nothing is kept."""
    try:
        check(
            body=request.body,
            header=request.headers.get("Stripe-Signature", ""),
            secret=settings.STRIPE_WEBHOOK_SECRET,
            now=clock.now().timestamp(),
        )
        event = _event(request.body)
    except (BadSignature, RequestDataTooBig, ValueError) as error:
        log.warning("webhook_refused", why=str(error))
        return JsonResponse({"code": "refused"}, status=400)
    return JsonResponse({"received": receive_event(event)})


def _event(body: bytes) -> dict[str, Any]:
    event: Any = json.loads(body)
    match event:
        case {"id": str(), "type": str(), "data": {"object": dict()}}:
            pass
        case _:
            raise ValueError("not an event")
    if event.get("livemode") is not settings.STRIPE_LIVE:
        raise ValueError("an event of the other mode")
    return dict(event)
