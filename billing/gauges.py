"""What the platform's console is told of a business's payments: how many and since when, never from whom."""

from typing import Any

from billing.models import Payment


def gauge() -> dict[str, Any]:
    received = Payment.objects.filter(state=Payment.State.SUCCEEDED)
    first = received.order_by("pk").values_list("created_at", flat=True).first()
    return {"payments": received.count(), "first_payment_at": first}
