import pytest

from crm.models import Contact, Customer
from crm.services.contacts import create_contact
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tests.cast import TEMPORARY, details_of, member
from tests.updates.writing import written


@pytest.fixture
def mia(acme) -> User:
    with business_scope(acme):
        return member("mia", "Mia Ferro", "manager")


@pytest.fixture
def customers(in_acme, cleo, carl) -> dict[str, Customer]:
    """Cleo and Carl, who have looked over their details."""
    Customer.objects.update(details_reviewed_at=clock.now())
    return {user.username: Customer.objects.select_related("user").get(user=user) for user in (cleo, carl)}


@pytest.fixture
def dora(in_acme) -> Contact:
    details = details_of("Dora", "Lind", email="dora@example.com", tags=("weekly",))
    return create_contact(details=details, username="dora", password=TEMPORARY)


@pytest.fixture
def draft(in_acme):
    return written()
