"""The API's work after the request; safe to run twice."""

from tenants.api.services.answers import forget_answers
from tenants.kernel.jobs.tasks import tenant_task


@tenant_task("api.forget_answers")
def forget() -> None:
    forget_answers()
