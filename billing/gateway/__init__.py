"""Stripe, behind one Protocol. Only this package knows the SDK; which server answers is a matter of settings."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from billing.gateway.protocol import Gateway


def gateway() -> Gateway:
    """Return the gateway that the settings name."""
    return _built(settings.STRIPE_GATEWAY, settings.STRIPE_API_BASE, settings.STRIPE_SECRET_KEY)


@cache
def _built(name: str, api_base: str, secret_key: str) -> Gateway:
    made: Gateway = import_string(name)(api_base=api_base, secret_key=secret_key)
    return made
