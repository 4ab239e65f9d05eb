from emails.services import delivery
from tenants.kernel.jobs.tasks import tenant_task


@tenant_task("emails.deliver")
def deliver(*, message_id: int, attempt: int) -> None:
    """Safe to run twice: a message that has gone is left alone."""
    delivery.deliver(message_id=message_id, attempt=attempt)


@tenant_task("emails.deliver_notice", while_suspended=True)
def deliver_notice(*, message_id: int, attempt: int) -> None:
    """What a business is told of its own suspension does not wait for its end."""
    delivery.deliver(message_id=message_id, attempt=attempt)


@tenant_task("emails.wipe", while_suspended=True)
def wipe(*, message_id: int) -> None:
    """Safe to run twice: what is wiped stays wiped."""
    delivery.wipe(message_id=message_id)
