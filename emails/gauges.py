"""What the platform's console is told of a business's mail."""

from typing import Any

from emails.models import Message


def gauge() -> dict[str, Any]:
    return {
        "mail_troubled": Message.objects.filter(state__in=Message.TROUBLED).count(),
        "mail_waiting": Message.objects.filter(state__in=Message.WAITING).count(),
    }
