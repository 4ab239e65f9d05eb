from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from tenants.kernel.jobs.scheduler import plant_repeating_work, tick
from tenants.kernel.postgresql.pooler import refuse_at_start
from tenants.kernel.stopping import StopSignal

log = structlog.get_logger()


class Command(BaseCommand):
    help = "Wake workers for what is due. Any number may run; none doubles another's work."

    def handle(self, *_args: Any, **_options: Any) -> None:
        refuse_at_start()
        stop = StopSignal()
        planted = False
        while not stop.wait(settings.SCHEDULER_TICK_SECONDS):
            try:
                if not planted:
                    plant_repeating_work()
                    planted = True
                tick()
            except DatabaseError:
                log.exception("tick_failed")
            finally:
                connection.close()
