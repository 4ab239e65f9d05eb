"""Waiting for what another thread, process or transaction does: until it is so, however busy the machine is.

A test waits for a fact, never for a while; how long it waits at most only says when a run that hangs is given up.
"""

import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from billing.gateway import calling
from config.embedded import server
from tenants.brand import logo

PATIENCE = 200
"""Seconds after which something will never come true."""


def eventually(condition: Callable[[], object], otherwise: str = "it never came true") -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, otherwise
        time.sleep(0.02)


def somebody_waits() -> bool:
    """Say whether a transaction in the tests' own database waits for what another one holds."""
    waiting = "datname = current_database() AND wait_event_type = 'Lock'"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # or a transaction sees for ever what it saw first
        cursor.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {waiting}")
        return bool(cursor.fetchone()[0])


@pytest.fixture(scope="session", autouse=True)
def _nobody_is_given_up() -> Iterator[None]:
    """The product waits a few seconds for Stripe, pictures and servers; what a test is not about does not end it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calling, "CONNECT_SECONDS", PATIENCE)
        patch.setattr(calling, "READ_SECONDS", PATIENCE)
        patch.setattr(logo, "MOST_SECONDS", PATIENCE)
        patch.setattr(server, "STOP_SECONDS", PATIENCE)
        yield
