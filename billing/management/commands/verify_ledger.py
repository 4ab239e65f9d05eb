from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from billing.selectors.faults import faults
from billing.services.invoice_papers import spoilt_papers
from tenants import directory
from tenants.kernel.scope import BusinessSnapshot, business_scope
from tenants.models import Business


class Command(BaseCommand):
    help = "Prove the books of one business or of all; exit with 1 and name each fault when they do not add up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("business", nargs="?", help="its subdomain")
        parser.add_argument("--all", action="store_true", help="every business")
        parser.add_argument("--papers", action="store_true", help="read each invoice's kept PDF back as well")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = 0
        for business in self._businesses(options):
            with business_scope(business):
                wrong = [*faults(), *(spoilt_papers() if options["papers"] else ())]
            for name, sentence in wrong:
                self.stdout.write(f"{business.subdomain}: {name}: {sentence}")
            if not wrong:
                self.stdout.write(f"{business.subdomain}: the books add up")
            found += len(wrong)
        if found:
            raise CommandError(f"{found} faults in the books.", returncode=1)

    def _businesses(self, options: dict[str, Any]) -> list[BusinessSnapshot]:
        if bool(options["business"]) == options["all"]:
            raise CommandError("Name one business, or say --all.", returncode=2)
        rows = Business.objects.order_by("subdomain")
        chosen = rows if options["all"] else rows.filter(subdomain=options["business"])
        businesses = [directory.snapshot(row) for row in chosen]
        if not businesses and not options["all"]:
            raise CommandError(f"There is no business at {options['business']}.", returncode=2)
        return businesses
