import pytest
from django.db import connection, transaction

from tenants.errors import SubdomainTaken
from tenants.kernel.scope import business_scope
from tenants.models import Business, WarmSchema
from tenants.provisioning import pool, script, template
from tenants.services.provisioning import provision

NEW = {"name": "New", "subdomain": "new-one", "currency": "EUR", "time_zone": "UTC", "reply_to": "a@b.example"}


def test_the_script_makes_what_the_migrations_make(db):
    with template.migrated_schema("freshly_migrated") as schema:
        from_migrations = template.statements_in(schema)
    # PostgreSQL prints a CHECK differently once it has read its own print, so both sides go through it once more.
    script.run("by_migrations", script.Script("", tuple(from_migrations)))
    script.run("by_script", script.load())

    assert template.statements_in("by_script")[:-1] == template.statements_in("by_migrations")[:-1]
    assert _applied("by_script") == _applied("by_migrations")


def test_a_business_gets_a_warm_schema_and_its_canary(db):
    ready = WarmSchema.objects.order_by("pk").first()

    business = provision(**NEW)

    assert business.schema == ready.schema_name
    with business_scope(business):
        pass  # the canary says so


def test_an_empty_pool_delays_a_sign_up_but_does_not_refuse_it(db):
    WarmSchema.objects.all().delete()

    business = provision(**NEW)

    with business_scope(business):
        pass


def test_a_taken_subdomain_is_refused_and_leaves_nothing(db, acme):
    schemas = _schemas()

    with pytest.raises(SubdomainTaken), transaction.atomic():
        provision(**NEW | {"subdomain": "acme"})

    assert _schemas() == schemas
    assert Business.objects.filter(subdomain="acme").count() == 1


def test_an_aborted_sign_up_leaves_neither_schema_nor_row(db):
    WarmSchema.objects.all().delete()
    schemas = _schemas()

    with transaction.atomic():
        provision(**NEW)
        transaction.set_rollback(True)

    assert _schemas() == schemas
    assert not Business.objects.filter(subdomain="new-one").exists()


def test_filling_the_pool_stops_at_its_size(db):
    pool.fill(4)

    assert pool.fill(4) == 0
    assert WarmSchema.objects.count() == 4


def _schemas() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace")
        return {row[0] for row in cursor.fetchall()}


def _applied(schema: str) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT app, name FROM "{schema}".django_migrations')
        return set(cursor.fetchall())
