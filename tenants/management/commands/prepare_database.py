from typing import Any

from django.core.management.base import BaseCommand

from tenants.services.database import prepare_database


class Command(BaseCommand):
    help = "Bring the database to this release: extensions, tables, businesses, warm schemas. Safe to repeat."

    def handle(self, *_args: Any, **_options: Any) -> None:
        prepare_database(lambda line: self.stdout.write(f"  {line}"))
