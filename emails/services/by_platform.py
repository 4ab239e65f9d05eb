"""An operator's "send again" for a business's mail, written into both records."""

from dataclasses import dataclass

from django.db import transaction

from emails.models import Message
from emails.services.again import send_again
from tenants import directory
from tenants.activity.record import acting
from tenants.console.record import record_platform
from tenants.kernel.errors import NotFound
from tenants.kernel.scope import business_scope


@dataclass
class Platform:
    """Whom the business's own record names: the platform, never an operator's number, which a user may have, too."""

    pk: int | None = None
    name: str = "The platform"


@transaction.atomic
def send_again_by_platform(*, business_id: int, message_id: int) -> Message:
    """Queue a message that did not arrive anew; raises NotFound and what ``send_again`` raises."""
    try:
        business = directory.by_id(business_id)
    except LookupError as error:
        raise NotFound from error
    with business_scope(business), acting(Platform()):
        message = send_again(message_id)
        record_platform("mail.sent_again", business_id=business_id, message=message_id, kind=message.kind)
    return message
