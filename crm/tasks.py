from datetime import datetime

from crm.services import asking, files, publishing, update_mail
from tenants.kernel.jobs.tasks import tenant_task


@tenant_task("crm.tidy_upload")
def tidy_upload(*, storage_key: str) -> None:
    """Safe to run twice: a file with a row stays, one without is gone."""
    files.tidy_upload(storage_key)


@tenant_task("crm.purge_file")
def purge_file(*, file_id: int) -> None:
    """Safe to run twice: what is gone or restored is left alone."""
    files.purge_file(file_id)


@tenant_task("crm.publish_update")
def publish_update(*, update_id: int, at: str) -> None:
    """Safe to run twice: only what is still scheduled for this moment is published."""
    publishing.publish_when_due(update_id, at=datetime.fromisoformat(at))


@tenant_task("crm.write_update_mail")
def write_update_mail(*, mailing_id: int, after: int) -> None:
    """Safe to run twice: a batch that was written has moved its round on."""
    update_mail.write_batch(mailing_id, after=after)


@tenant_task("crm.ask_to_check")
def ask_to_check(*, request_id: int) -> None:
    """Safe to run twice: each customer's mail has a key, and a request remembers how far it has come."""
    asking.ask_next(request_id)
