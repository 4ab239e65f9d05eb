"""Schemas ready to be claimed, so that a sign-up waits for no DDL."""

import secrets

from django.db import connection, transaction

from tenants.models import WarmSchema
from tenants.provisioning import script

POOL_SIZE = 3


def new_schema_name() -> str:
    """Return an opaque name that was never used and never will be: 80 random bits."""
    return f"b_{secrets.token_hex(10)}"


@transaction.atomic
def warm_one() -> str:
    """Make one empty schema and put it in the pool: all of it or nothing."""
    current = script.load()
    name = new_schema_name()
    script.run(name, current)
    WarmSchema.objects.create(schema_name=name, fingerprint=current.fingerprint)
    return name


def fill(size: int = POOL_SIZE) -> int:
    """Bring the pool to its size, dropping what an older release left; return how many were made."""
    _drop_outdated()
    missing = max(0, size - WarmSchema.objects.count())
    for _ in range(missing):
        warm_one()
    return missing


def claim() -> str | None:
    """Take a ready schema out of the pool, or None when it is empty; the caller holds the transaction."""
    ready = (
        WarmSchema.objects.select_for_update(skip_locked=True)
        .filter(fingerprint=script.load().fingerprint)
        .order_by("pk")
        .first()
    )
    if ready is None:
        return None
    ready.delete()
    return ready.schema_name


@transaction.atomic
def _drop_outdated() -> None:
    outdated = WarmSchema.objects.select_for_update(skip_locked=True).exclude(fingerprint=script.fingerprint())
    for warm in outdated:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP SCHEMA "{warm.schema_name}" CASCADE')
        warm.delete()
