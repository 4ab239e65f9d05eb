from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants import directory
from tenants.activity.chain import Fault
from tenants.activity.models import Activity
from tenants.console.models import PlatformActivity
from tenants.models import Business


class Command(BaseCommand):
    help = "Prove the record of one business, or the platform's own and everybody's; exit with 1 and name broken rows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("business", nargs="?", help="its subdomain; without it, all of them and the platform")

    def handle(self, *_args: Any, **options: Any) -> None:
        broken = 0
        if options["business"] is None:
            broken += self._say("the platform", PlatformActivity.chain.first_fault("public"))
        for business in self._businesses(options["business"]):
            fault = Activity.chain.first_fault(directory.snapshot(business).schema)
            broken += self._say(business.subdomain, fault)
        if broken:
            raise CommandError(f"{broken} broken records.", returncode=1)

    def _say(self, whose: str, fault: Fault | None) -> bool:
        self.stdout.write(f"{whose}: {fault or 'the record is whole'}")
        return fault is not None

    def _businesses(self, subdomain: str | None) -> list[Business]:
        rows = Business.objects.order_by("subdomain")
        if subdomain is None:
            return list(rows)
        found = list(rows.filter(subdomain=subdomain))
        if not found:
            raise CommandError(f"There is no business at {subdomain}.", returncode=2)
        return found
