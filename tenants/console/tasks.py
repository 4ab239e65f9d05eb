from datetime import timedelta

from tenants.console.services import pulse, standing
from tenants.kernel.jobs.tasks import platform_task


@platform_task("console.measure", every=timedelta(minutes=1))
def measure() -> None:
    """Keep the console's numbers fresh; costs a fixed number of businesses, however many there are."""
    pulse.measure_the_stalest()


@platform_task("console.release_held", every=timedelta(minutes=1))
def release_held() -> None:
    """Two queries when nothing was left."""
    standing.release_what_was_left()
