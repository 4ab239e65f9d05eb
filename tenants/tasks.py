from datetime import timedelta

from tenants.kernel.jobs.tasks import platform_task
from tenants.kernel.signing import unseal
from tenants.provisioning import pool
from tenants.services import find


@platform_task("tenants.fill_pool", every=timedelta(minutes=1))
def fill_pool() -> None:
    """Keep the pool of ready schemas full."""
    pool.fill()


@platform_task("tenants.mail_businesses")
def mail_businesses(*, sealed: str, asked_at: str) -> None:
    """Mail where an address has accounts; twice is the same mail again."""
    find.mail(email=unseal(sealed.encode()), asked_at=asked_at)
