import pytest
from django.test import Client

from tenants.console.models import Operator
from tests.console.people import at_the_console, operator


@pytest.fixture
def olga(db) -> Operator:
    return operator()


@pytest.fixture
def otto(db) -> Operator:
    return operator("otto", "Otto Lind")


@pytest.fixture
def nils(db) -> Operator:
    """An operator who has set up no second factor."""
    return operator("nils", "Nils Ek", has_factor=False)


@pytest.fixture
def visitor(db) -> Client:
    """A browser at the console with no cookie."""
    return at_the_console()


@pytest.fixture
def as_olga(olga) -> Client:
    return at_the_console(olga)
