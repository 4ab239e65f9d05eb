import pytest
from django.test import Client

from crm.models import Contact
from crm.services.contacts import create_contact
from tenants.kernel.scope import business_scope
from tests.cast import TEMPORARY, details_of
from tests.signing_in import sign_in


@pytest.fixture
def as_ada(ada) -> Client:
    return _signed_in(ada)


@pytest.fixture
def as_ben(ben) -> Client:
    return _signed_in(ben)


@pytest.fixture
def as_gus(gus) -> Client:
    return _signed_in(gus)


@pytest.fixture
def as_cleo(cleo) -> Client:
    return _signed_in(cleo)


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


def _signed_in(user) -> Client:
    client = Client()
    sign_in(client, user)
    return client
