from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants import directory
from tenants.activity.models import Activity
from tenants.models import Business


class Command(BaseCommand):
    help = "Prove the record of one business or of all; exit with 1 and name the first broken row of each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("business", nargs="?", help="its subdomain; without it, all of them")

    def handle(self, *_args: Any, **options: Any) -> None:
        broken = 0
        for business in self._businesses(options["business"]):
            fault = Activity.chain.first_fault(directory.snapshot(business).schema)
            self.stdout.write(f"{business.subdomain}: {fault or 'the record is whole'}")
            broken += fault is not None
        if broken:
            raise CommandError(f"{broken} broken records.", returncode=1)

    def _businesses(self, subdomain: str | None) -> list[Business]:
        rows = Business.objects.order_by("subdomain")
        if subdomain is None:
            return list(rows)
        found = list(rows.filter(subdomain=subdomain))
        if not found:
            raise CommandError(f"There is no business at {subdomain}.", returncode=2)
        return found
