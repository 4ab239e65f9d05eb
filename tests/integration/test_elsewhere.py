"""The rest of the suite's integration part, once more: on PostgreSQL from outside, with Redis as broker and cache."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.integration.elsewhere import HERE_ALONE, files

INNER = ("-q", "-m", "integration", "-k", f"not {HERE_ALONE}", "-p", "no:cacheprovider")


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
