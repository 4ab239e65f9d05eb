"""The script that makes a business's schema: generated from the migrations and proven equal to them by a test."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection

SCRIPT = Path(__file__).with_name("business_schema.sql")
_SEPARATOR = ";\n\n"


class ScriptOutdated(RuntimeError):
    """The script no longer matches the migrations."""


@dataclass(frozen=True)
class Script:
    """The statements, and the fingerprint of the migrations they were made from."""

    fingerprint: str
    statements: tuple[str, ...]


@cache
def fingerprint() -> str:
    """Return a hash over every migration that a business's schema gets, by name and content."""
    digest = hashlib.sha256()
    for name in settings.TENANT_APPS:
        config = next(config for config in apps.get_app_configs() if config.name == name)
        for path in sorted(Path(config.path).glob("migrations/[0-9]*.py")):
            digest.update(f"{config.label}/{path.name}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def load() -> Script:
    """Return the script of this release; raises ScriptOutdated when the migrations have moved on."""
    first, _, rest = SCRIPT.read_text().partition("\n")
    script = Script(first.removeprefix("-- "), tuple(rest.strip().removesuffix(";").split(_SEPARATOR)))
    if script.fingerprint != fingerprint():
        raise ScriptOutdated("Run `manage.py build_schema_script`: the migrations have changed.")
    return script


def save(statements: list[str]) -> None:
    SCRIPT.write_text(f"-- {fingerprint()}\n" + _SEPARATOR.join(statements) + ";\n")
    load.cache_clear()


def run(schema: str, script: Script) -> None:
    """Create a schema and all that belongs in it; the caller holds the transaction.

    The statements go through psycopg's pipeline: one round trip for all.
    """
    raw = _raw_connection()
    with raw.pipeline():
        raw.execute(f'CREATE SCHEMA "{schema}"')
        raw.execute(f'SET LOCAL search_path = "{schema}", public, extensions')
        for statement in script.statements:
            raw.execute(statement)


def _raw_connection() -> psycopg.Connection:
    connection.ensure_connection()
    raw: psycopg.Connection = connection.connection
    return raw
