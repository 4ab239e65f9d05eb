from datetime import timedelta

from django.db.models import F

from emails.models import Message
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.scope import platform_scope, require_business


def file_away_old_mail(*, older_than: timedelta) -> None:
    """Mark the year's mail as delivered long ago; what is recent goes out for real when the workers start."""
    business_id = require_business().id
    old = Message.objects.filter(created_at__lt=clock.now() - older_than)
    ids = list(old.values_list("pk", flat=True))
    old.update(state=Message.State.DELIVERED, sealed=None, sealed_until=None, sent_at=F("created_at"))
    with platform_scope():
        DueWork.objects.filter(business_id=business_id, kwargs__message_id__in=ids).delete()
