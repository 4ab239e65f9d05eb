"""Every model, across two schemas: what stands in one business is not there in another, and no table in both worlds."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.test.utils import isolate_apps

from tenants import checks
from tenants.kernel.canary.models import Canary
from tenants.kernel.models import BusinessModel
from tenants.kernel.scope import business_scope

VALUES: dict[type[models.Field], Any] = {
    models.BooleanField: True,
    models.IntegerField: 1,
    models.DecimalField: 1,
    models.DateTimeField: datetime(2026, 1, 1, tzinfo=UTC),
    models.DateField: date(2026, 1, 1),
    models.JSONField: [],
    models.UUIDField: uuid.UUID(int=1),
    models.BinaryField: b"x",
    models.GenericIPAddressField: "192.0.2.1",
    models.CharField: "x",
    models.TextField: "x",
}


def models_of(names: list[str]) -> list[type[models.Model]]:
    configs = [config for config in apps.get_app_configs() if config.name in names]
    return [model for config in configs for model in config.get_models(include_auto_created=True)]


# The canary is what scopes are checked by, so it is written and read before there is one.
BUSINESS_MODELS = [model for model in models_of(settings.TENANT_APPS) if model is not Canary]


def label(model: type[models.Model]) -> str:
    return model._meta.label


def values_of(model: type[models.Model]) -> dict[str, Any]:
    """Return something for every column that must hold something; references point nowhere."""
    found = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.AutoField):
            continue
        if isinstance(field, models.GeneratedField):
            continue
        kind = next((kind for kind in VALUES if isinstance(field, kind)), models.IntegerField)
        choices = [key for key, _name in field.flatchoices]
        found[field.column] = choices[0] if choices else VALUES[kind]
    return found


def put_row(model: type[models.Model]) -> None:
    """Insert one row without its constraints: what is proven here is where it can be seen, not what it says.

    Its references point nowhere, which PostgreSQL looks at when the transaction ends; this one is rolled back.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'x')",
            [model._meta.db_table],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {connection.ops.quote_name(name)}")
        values = values_of(model)
        columns = ", ".join(connection.ops.quote_name(column) for column in values)
        places = ", ".join(_place(value) for value in values.values())
        cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", [_raw(value) for value in values.values()])


def _place(value: Any) -> str:
    return "%s::jsonb" if isinstance(value, list) else "%s"


def _raw(value: Any) -> Any:
    return "[]" if isinstance(value, list) else value


@pytest.mark.parametrize("model", BUSINESS_MODELS, ids=label)
def test_a_row_of_one_business_is_not_there_in_another(model, acme, globex):
    with business_scope(globex):
        before = model.objects.count()
    start = transaction.savepoint()
    with business_scope(acme):
        here = model.objects.count()
        put_row(model)
        assert model.objects.count() == here + 1

    with business_scope(globex):
        assert model.objects.count() == before
    transaction.savepoint_rollback(start)


@pytest.mark.parametrize("model", BUSINESS_MODELS, ids=label)
def test_every_businesss_model_refuses_to_leave_its_scope(model):
    assert issubclass(model, BusinessModel)


@pytest.mark.parametrize("model", models_of(settings.SHARED_APPS), ids=label)
def test_no_model_of_the_platform_pretends_to_be_a_businesss(model):
    assert not issubclass(model, BusinessModel)


@pytest.mark.parametrize("model", models_of(settings.SHARED_APPS), ids=label)
def test_nothing_of_the_platform_refers_to_a_businesss_rows(model):
    targets = {field.related_model for field in model._meta.get_fields() if field.is_relation and field.concrete}

    assert targets.isdisjoint(BUSINESS_MODELS)


@pytest.mark.parametrize("model", BUSINESS_MODELS, ids=label)
def test_nothing_of_a_business_refers_to_the_platforms_rows(model):
    targets = {field.related_model for field in model._meta.get_fields() if field.is_relation and field.concrete}

    assert targets.isdisjoint(models_of(settings.SHARED_APPS))


def test_no_table_stands_in_both_worlds(acme):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        public = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [acme.schema])
        own = {row[0] for row in cursor.fetchall()}

    assert len(own) > 10
    assert public & own == {"django_migrations"}


def test_no_foreign_key_leaves_its_schema(acme):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint JOIN pg_class c ON c.oid = confrelid "
            "WHERE contype = 'f' AND connamespace <> c.relnamespace"
        )
        assert cursor.fetchall() == []


@isolate_apps("tenants")
def test_a_table_in_both_worlds_stops_the_start(monkeypatch):
    class Twin(models.Model):  # noqa: DJ008 never shown
        class Meta:
            app_label = "tenants"
            db_table = "accounts_user"

    real = checks._config("tenants")
    monkeypatch.setattr(real, "get_models", lambda **_: [Twin])

    (error,) = checks.no_table_in_both_worlds()

    assert error.id == "mango.E001"
    assert "accounts_user" in error.msg
