"""An operator has one of Stripe's events take its effect again; what it did before, it does not do twice."""

from django.db import transaction

from billing.errors import EventOfNobody
from billing.inbox.models import StripeEvent
from tenants import directory
from tenants.console.record import record_platform
from tenants.kernel.errors import NotFound
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.scope import business_scope
from tenants.models import Business


@transaction.atomic
def replay_event(event_pk: int) -> StripeEvent:
    """Put an event back to its beginning and ask for its handling, whatever became of it before.

    The business is found anew by the account that the event names. Raises NotFound, and EventOfNobody while no business
    has that account: then it stays as it is.
    """
    event = StripeEvent.objects.select_for_update().filter(pk=event_pk).first()
    if event is None:
        raise NotFound
    business = Business.objects.filter(stripe_account=event.account).first() if event.account else None
    if business is None:
        raise EventOfNobody(account=event.account or "the platform's own")
    before, event.state = event.state, StripeEvent.State.PENDING
    event.attempts, event.error, event.handled_at = 0, "", None
    event.save(update_fields=["state", "attempts", "error", "handled_at"])
    DueWork.objects.filter(
        business_id=business.pk, state=DueWork.State.DEAD, name="billing.handle_event", kwargs__event_pk=event.pk
    ).delete()
    record_platform("event.replayed", business_id=business.pk, event=event.event_id, type=event.type, before=before)
    with business_scope(directory.snapshot(business)):
        enqueue("billing.handle_event", event_pk=event.pk)
    return event
