"""A PostgreSQL that needs no installing: the default when DATABASE_URL is unset.

The server runs for as long as any process holds its lease. A process takes the lease by asking for the address and
gives it back by ending, however it ends; when the last lease is gone, the server stops.
"""

import os
from pathlib import Path

from config.embedded.errors import EmbeddedServerError
from config.embedded.server import ensure_running, erase, is_needed, stop

__all__ = [
    "EmbeddedServerError",
    "database_url",
    "ensure_running",
    "erase",
    "is_needed",
    "server_folder",
    "stop",
    "variable_folder",
]


def database_url() -> str:
    """The address of this checkout's own server, started when it is not running."""
    return ensure_running(server_folder())


def server_folder() -> Path:
    return variable_folder() / "postgres"


def variable_folder() -> Path:
    """Where a running copy writes: var/ in the project, or where MANGO_VAR says."""
    return Path(os.environ.get("MANGO_VAR") or Path(__file__).resolve().parents[2] / "var")
