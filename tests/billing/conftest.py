import pytest

from crm.models import Contact
from tests.billing import books


@pytest.fixture
def cleo(in_acme) -> Contact:
    """Cleo's contact at acme; the business stays in scope."""
    return books.contact()


@pytest.fixture
def carl(in_acme) -> Contact:
    return books.contact("Carl Brandt", "carl@example.com")
