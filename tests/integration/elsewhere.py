"""Which tests are run on engines from outside: those of whole processes and transactions, by their mark."""

import shutil
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

FOLDERS = ("accounts", "attacks", "billing", "crm", "emails", "kernel", "portal", "tenants")
NOT_ABOUT_ENGINES = {"test_stripe_away.py"}
HERE_ALONE = "cold"
"""What is about the embedded server says so in its name."""


def are_engines_here() -> bool:
    return shutil.which("redis-server") is not None and any(Path("/usr/lib/postgresql").glob("*/bin/postgres"))


@cache
def files() -> list[str]:
    found = (path for folder in FOLDERS for path in (settings.BASE_DIR / "tests" / folder).glob("test_*.py"))
    marked = (path for path in found if "mark.integration" in path.read_text() and path.name not in NOT_ABOUT_ENGINES)
    return sorted(str(path.relative_to(settings.BASE_DIR)) for path in marked)


def is_run_elsewhere(item: pytest.Item) -> bool:
    is_marked = item.get_closest_marker("integration") is not None
    return is_marked and HERE_ALONE not in item.nodeid and item.nodeid.partition("::")[0] in files()
