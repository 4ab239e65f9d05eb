from datetime import timedelta

from tenants.kernel.jobs.tasks import platform_task
from tenants.provisioning import pool


@platform_task("tenants.fill_pool", every=timedelta(minutes=1))
def fill_pool() -> None:
    """Keep the pool of ready schemas full."""
    pool.fill()
