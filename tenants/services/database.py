"""From an empty database to one that serves: safe to run at every start, by any number of processes."""

from collections.abc import Callable

from django.db import connection, transaction

from tenants.models import Business, Plan
from tenants.provisioning import pool, script, template

_LOCK = 0x6D616E676F  # "mango"


def prepare_database(say: Callable[[str], None] = lambda _line: None) -> None:
    """Create extensions, migrate the public schema and every outdated business, and fill the pool."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            template.create_extensions()
            say("public tables")
            template.migrate("public")
            _plans()
            _outdated_businesses(say)
            say("ready schemas")
            pool.fill()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _plans() -> None:
    Plan.objects.get_or_create(code="start", defaults={"name": "Start"})


def _outdated_businesses(say: Callable[[str], None]) -> None:
    current = script.fingerprint()
    for business in Business.objects.exclude(schema_fingerprint=current).order_by("pk"):
        say(f"business {business.pk}")
        template.migrate(business.schema_name)
        with transaction.atomic():
            Business.objects.filter(pk=business.pk).update(schema_fingerprint=current)
