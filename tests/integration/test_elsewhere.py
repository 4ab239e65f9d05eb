"""The rest of the suite's integration part, once more: on PostgreSQL from outside, with Redis as broker and cache."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

FOLDERS = ("accounts", "attacks", "billing", "crm", "emails", "kernel", "portal", "tenants")
NOT_ABOUT_ENGINES = {"test_stripe_away.py"}
INNER = ("-q", "-m", "integration", "-k", "not cold", "-p", "no:cacheprovider")


def files() -> list[str]:
    """Return the files with tests of whole processes and transactions, by their mark."""
    found = (path for folder in FOLDERS for path in (settings.BASE_DIR / "tests" / folder).glob("test_*.py"))
    marked = (path for path in found if "mark.integration" in path.read_text() and path.name not in NOT_ABOUT_ENGINES)
    return sorted(str(path.relative_to(settings.BASE_DIR)) for path in marked)


@pytest.mark.integration
@pytest.mark.timeout(1500)
def test_the_integration_part_is_green_on_engines_from_outside(database_url, broker, tell):
    outer = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    engines = {"DATABASE_URL": database_url, "BROKER_URL": broker.url(0), "CACHE_URL": broker.url(1)}

    done = subprocess.run(
        [sys.executable, "-m", "pytest", *INNER, *files()],
        cwd=settings.BASE_DIR,
        env={**outer, **engines},
        capture_output=True,
        text=True,
        check=False,
    )

    closing = done.stdout.strip().splitlines()[-1]
    tell(f"The integration part on PostgreSQL and Redis from outside: {closing}")
    assert done.returncode == 0, done.stdout[-4000:]
    assert "skipped" not in closing
