"""The people of every test: Ada owns acme, Ben assists, Cleo and Carl are customers; Gus of globex is the stranger."""

import pytest

from tenants.accounts.models import User
from tenants.kernel.scope import business_scope

PASSWORD = "correct horse battery staple"


def member(username: str, name: str, role: str) -> User:
    user = User(username=username, name=name, email=f"{username}@example.com", kind="member", role=role)
    user.set_password(PASSWORD)
    user.save()
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
