import pytest
from django.test import Client

from crm.models import Contact
from crm.services.contacts import create_contact
from tenants.kernel.scope import business_scope
from tests.cast import TEMPORARY, details_of


@pytest.fixture
def nobody(acme) -> Client:
    """A browser that has not signed in, on acme's host."""
    return Client(HTTP_HOST="acme.localhost")


@pytest.fixture
def dora(acme) -> Contact:
    """A contact of acme who has not signed in yet."""
    with business_scope(acme):
        return create_contact(
            details=details_of("Dora", "Lind", email="dora@example.com"), username="dora", password=TEMPORARY
        )
