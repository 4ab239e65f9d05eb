"""Caddy's question before it asks for a certificate: whether a host is one of ours."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tenants import directory
from tenants.accounts.access import anyone
from tenants.kernel.scope import platform_scope
from tenants.middleware.hosts import fold
from tenants.models import Domain


@anyone
@require_safe
def certificate_allowed(request: HttpRequest) -> HttpResponse:
    """200 for a host that we serve, 404 for any other, so that strangers cannot use up the authority's limits."""
    served = is_served(fold(request.GET.get("domain", "")))
    return HttpResponse(status=HTTPStatus.OK if served else HTTPStatus.NOT_FOUND)


def is_served(host: str) -> bool:
    """The base domain, the console, a business's subdomain, or a custom domain whose owner has proved it is theirs."""
    if host in {settings.BASE_DOMAIN, f"console.{settings.BASE_DOMAIN}"}:
        return True
    subdomain = host.removesuffix(f".{settings.BASE_DOMAIN}")
    if subdomain != host:
        return directory.by_subdomain(subdomain) is not None
    with platform_scope():
        return bool(Domain.objects.filter(domain=host, verified_at__isnull=False).exists())
