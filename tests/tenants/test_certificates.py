"""Caddy gets a certificate for the hosts that Mango serves, and for no other."""

import pytest
from django.test import Client
from django.utils import timezone

from tenants.models import Business, Domain

pytestmark = pytest.mark.django_db


def answer(domain):
    return Client(headers={"host": "localhost"}).get("/tls/allowed/", {"domain": domain}).status_code


@pytest.mark.parametrize("host", ["localhost", "console.localhost", "acme.localhost", "ACME.localhost."])
def test_a_host_that_is_served_may_have_one(acme, host):
    assert answer(host) == 200


@pytest.mark.parametrize(
    "host", ["", "unknown.localhost", "deep.acme.localhost", "elsewhere.example", "localhost.example"]
)
def test_any_other_may_not(acme, host):
    assert answer(host) == 404


def test_a_custom_domain_may_have_one_once_it_is_verified(acme):
    tenant = Business.objects.get(pk=acme.id)
    domain = Domain.objects.create(tenant=tenant, domain="portal.bakery.example", is_primary=False)

    before = answer("portal.bakery.example")
    domain.verified_at = timezone.now()
    domain.save()

    assert before == 404
    assert answer("portal.bakery.example") == 200
