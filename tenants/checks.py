"""Refuses to start when the two worlds of tables overlap, or a URL stands in no permission table."""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

SHARED_BY_FORCE = {"django_migrations"}


@register()
def no_table_in_both_worlds(**_: Any) -> list[CheckMessage]:
    both = (_tables(settings.SHARED_APPS) & _tables(settings.TENANT_APPS)) - SHARED_BY_FORCE
    return [
        Error(f"Table {table} would stand in the public schema and in every business's.", id="mango.E001")
        for table in sorted(both)
    ]


@register()
def every_url_has_its_access(**_: Any) -> list[CheckMessage]:
    return [
        Error(f"{urlconf}: {route or '/'} says not who may come: decorate its view.", id="mango.E002")
        for urlconf in (settings.ROOT_URLCONF, settings.PUBLIC_SCHEMA_URLCONF, settings.CONSOLE_URLCONF)
        for route, view in views_of(urlconf)
        if not hasattr(view, "access")
    ]


def views_of(urlconf: str) -> Iterable[tuple[str, Any]]:
    """Yield every route of a URL conf with its view."""
    return _walk(get_resolver(urlconf).url_patterns, "")


def _walk(patterns: Iterable[Any], prefix: str) -> Iterable[tuple[str, Any]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def _tables(names: Iterable[str]) -> set[str]:
    configs = [_config(name) for name in names]
    return {model._meta.db_table for config in configs for model in config.get_models(include_auto_created=True)}


def _config(name: str) -> AppConfig:
    return next(config for config in apps.get_app_configs() if config.name == name)
