"""Addresses, built from what the platform knows and never from what a request claims."""

from django.conf import settings

from tenants.kernel.scope import require_business


def base_url() -> str:
    """Return the public site's address, without a slash at the end."""
    return f"{settings.PUBLIC_SCHEME}://{settings.BASE_DOMAIN}{_port()}"


def business_url(path: str = "/", *, subdomain: str | None = None) -> str:
    """Return an absolute address on the host of the business in scope, or of the one named."""
    name = subdomain or require_business().subdomain
    return f"{settings.PUBLIC_SCHEME}://{name}.{settings.BASE_DOMAIN}{_port()}{path}"


def host_suffix() -> str:
    """Return what follows a business's subdomain in its address, as people see it: ``.mango.example``."""
    return f".{settings.BASE_DOMAIN}{_port()}"


def console_url(path: str = "/") -> str:
    return f"{settings.PUBLIC_SCHEME}://console.{settings.BASE_DOMAIN}{_port()}{path}"


def _port() -> str:
    standard = {"http": 80, "https": 443}[settings.PUBLIC_SCHEME]
    return "" if settings.PUBLIC_SCHEME == "https" or standard == settings.PORT else f":{settings.PORT}"
