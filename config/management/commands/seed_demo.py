from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo.record import Record
from config.demo.seed.operators import operators
from config.demo.seed.run import AlreadySeeded, seed


class Command(BaseCommand):
    help = "Write a year in the life of two businesses into an empty database."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            businesses = seed(self.stdout.write)
        except AlreadySeeded as error:
            raise CommandError("There are businesses already: `make demo-reset` starts over.") from error
        Record(settings.VAR_DIR / "demo.json").update(businesses=businesses, operators=operators())
