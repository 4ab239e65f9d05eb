"""A schema made the slow way, by running every migration: what the script is generated from and compared with."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tenants.kernel.scope import schema_scope
from tenants.provisioning.catalogue import statements_of


def create_extensions() -> None:
    """Make what the migrations build on; extensions have a schema of their own that is on every path."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS extensions")
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA extensions")


def migrate(schema: str) -> None:
    """Run what is missing of a schema's migrations, or of the public schema's."""
    with schema_scope(schema, with_public=False):
        MigrationRecorder(connection).ensure_schema()  # with public on the path its table would be found there
    with schema_scope(schema):
        call_command(DjangoMigrate(), verbosity=0, interactive=False, skip_checks=True)


@contextmanager
def migrated_schema(name: str) -> Iterator[str]:
    """Make a schema by migrations and drop it afterwards."""
    create_extensions()
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
        cursor.execute(f'CREATE SCHEMA "{name}"')
    try:
        migrate(name)
        yield name
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP SCHEMA "{name}" CASCADE')


def statements_in(schema: str) -> list[str]:
    """Return the statements that make a schema, its list of applied migrations included."""
    with schema_scope(schema):
        with connection.cursor() as cursor:
            statements = statements_of(cursor, schema)
        applied = sorted(MigrationRecorder(connection).applied_migrations())
    rows = ",\n    ".join(f"('{app}', '{name}', now())" for app, name in applied)
    return [*statements, f"INSERT INTO django_migrations (app, name, applied) VALUES\n    {rows}"]
