import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Everything Mango needs, running on this machine: the same as `make demo`."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="throw the demo's data away first")

    def handle(self, *_args: Any, reset: bool, **_options: Any) -> None:
        """The supervisor needs no Django, so it takes this process's place."""
        os.chdir(Path(settings.BASE_DIR))
        command = [sys.executable, "-m", "config.demo", *(["--reset"] if reset else [])]
        os.execv(sys.executable, command)  # noqa: S606
