import pytest
from django.test import Client

from crm.models import Customer
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tests.signing_in import sign_in


@pytest.fixture
def contact_id(acme, cleo) -> int:
    with business_scope(acme):
        Customer.objects.update(details_reviewed_at=clock.now())
        return cleo.customer.contact_id


@pytest.fixture
def portal(client, cleo, contact_id) -> Client:
    sign_in(client, cleo)
    return client
