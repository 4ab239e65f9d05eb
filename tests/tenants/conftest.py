import pytest
from django.test import Client

from tenants.accounts.views.links import resending
from tenants.views.sign_up import asking


@pytest.fixture
def strange_client() -> Client:
    """A browser that holds no token of ours."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture(autouse=True)
def _nobody_has_asked_before():
    asking.forget()
    resending.forget()
