from typing import Any

from django.core.management.base import BaseCommand

from tenants.kernel.postgresql.pooler import refuse_at_start
from tenants.services.database import prepare_database


class Command(BaseCommand):
    help = "Bring the database to this release: extensions, tables, businesses, warm schemas. Safe to repeat."

    def handle(self, *_args: Any, **_options: Any) -> None:
        refuse_at_start()
        prepare_database(lambda line: self.stdout.write(f"  {line}"))
