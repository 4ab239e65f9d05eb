from crm.services import files
from tenants.kernel.jobs.tasks import tenant_task


@tenant_task("crm.tidy_upload")
def tidy_upload(*, storage_key: str) -> None:
    """Safe to run twice: a file with a row stays, one without is gone."""
    files.tidy_upload(storage_key)


@tenant_task("crm.purge_file")
def purge_file(*, file_id: int) -> None:
    """Safe to run twice: what is gone or restored is left alone."""
    files.purge_file(file_id)
