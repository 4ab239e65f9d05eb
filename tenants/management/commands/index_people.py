"""Make the public index of e-mail addresses anew, for one business or all; it is kept by itself otherwise."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tenants import directory
from tenants.accounts.services import known_addresses
from tenants.kernel.scope import business_scope
from tenants.models import Business


class Command(BaseCommand):
    help = "Rebuild the index that finds businesses by e-mail address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--business", help="one business's subdomain; all without it")

    def handle(self, *_args: Any, **options: Any) -> None:
        businesses = Business.objects.order_by("pk")
        if options["business"]:
            businesses = businesses.filter(subdomain=options["business"])
        for business in businesses.iterator():
            with business_scope(directory.snapshot(business)):
                count = known_addresses.rebuild()
            self.stdout.write(f"{business.subdomain}: {count}")
