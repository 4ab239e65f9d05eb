"""The people of every test: Ada owns acme, Ben assists, Cleo and Carl are customers; Gus of globex is the stranger."""

import pytest

from crm.models import Contact, Customer
from tenants.accounts.models import User
from tenants.kernel.scope import business_scope

PASSWORD = "correct horse battery staple"


def member(username: str, name: str, role: str) -> User:
    user = User(username=username, name=name, email=f"{username}@example.com", kind="member", role=role)
    user.set_password(PASSWORD)
    user.save()
    return user


def customer(username: str, name: str) -> User:
    """A person with an account and a lasting password, without mail: for tests that are not about making contacts."""
    user = User.objects.create(username=username, name=name, email=f"{username}@example.com", kind="customer")
    user.set_password(PASSWORD)
    user.save()
    contact = Contact.objects.create(kind="person", display_name=name, sort_name=name.lower(), search_text=name.lower())
    Customer.objects.create(user=user, contact=contact)
    return user


@pytest.fixture
def ada(acme) -> User:
    with business_scope(acme):
        return member("ada", "Ada Lindqvist", "owner")


@pytest.fixture
def ben(acme) -> User:
    with business_scope(acme):
        return member("ben", "Ben Okafor", "assistant")


@pytest.fixture
def gus(globex) -> User:
    with business_scope(globex):
        return member("gus", "Gus Moreau", "owner")


@pytest.fixture
def cleo(acme) -> User:
    with business_scope(acme):
        return customer("cleo", "Cleo van Dam")


@pytest.fixture
def carl(acme) -> User:
    with business_scope(acme):
        return customer("carl", "Carl Brandt")
