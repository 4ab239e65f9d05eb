from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateSyntaxError
from django.template.loader import get_template

SUFFIXES = {".html", ".txt", ".css", ".xml", ".webmanifest"}


class Command(BaseCommand):
    help = "Compile every template, so that a broken one is found before somebody opens its page."

    def handle(self, *_args: Any, **_options: Any) -> None:
        names = sorted(_names(Path(settings.BASE_DIR, "templates")))
        broken = [sentence for name in names if (sentence := _problem(name))]
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write(f"{len(names)} templates compile.")


def _names(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix in SUFFIXES]


def _problem(name: str) -> str:
    try:
        get_template(name)
    except TemplateSyntaxError as error:
        return f"{name}: {error}"
    return ""
