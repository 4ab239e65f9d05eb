import uuid
from collections.abc import Iterator

import pytest

from billing.gateway import gateway
from crm.models import Contact
from tenants import directory
from tenants.kernel.scope import BusinessSnapshot
from tenants.models import Business
from tenants.services.businesses import change_business
from tests.billing import books
from tests.billing.stripe_world import World, running_standin


@pytest.fixture
def cleo(in_acme) -> Contact:
    """Cleo's contact at acme; the business stays in scope."""
    return books.contact()


@pytest.fixture
def carl(in_acme) -> Contact:
    return books.contact("Carl Brandt", "carl@example.com")


@pytest.fixture(scope="session")
def standin(tmp_path_factory) -> Iterator[World]:
    with running_standin(tmp_path_factory.mktemp("standin")) as world:
        yield world


@pytest.fixture
def stripe(standin, settings) -> World:
    """Stripe, reached by the real gateway; nothing is disturbed at the start."""
    settings.STRIPE_API_BASE = standin.base_url
    standin.controls.post("faults/clear")
    return standin


def connect(business: BusinessSnapshot, stripe: World) -> BusinessSnapshot:
    """Give a business a new Stripe account that may take payments."""
    made = gateway().create_account(
        business=str(business.id), name=business.name, email="a@example.com", country="", key=uuid.uuid4().hex
    )
    stripe.controls.post("accounts", account=made.id, do="enable")
    change_business(business.id, stripe_account=made.id, charges_enabled=True)
    return directory.snapshot(Business.objects.get(pk=business.id))


@pytest.fixture
def acme(acme, stripe_or_none) -> BusinessSnapshot:
    """Acme; connected to Stripe in tests that ask for Stripe."""
    return connect(acme, stripe_or_none) if stripe_or_none else acme


@pytest.fixture
def stripe_or_none(request) -> World | None:
    return request.getfixturevalue("stripe") if "stripe" in request.fixturenames else None


@pytest.fixture
def shop(committed, stripe) -> BusinessSnapshot:
    """A connected business whose rows are really committed; not in scope yet."""
    return connect(committed, stripe)
