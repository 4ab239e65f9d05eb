"""The people of every test: Ada owns acme, Ben assists, Cleo and Carl are customers; Gus of globex is the stranger."""

from functools import cache
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from crm.entries import EmailEntry, NewContact
from crm.folding import fold
from crm.models import Contact, ContactEmail, Customer
from tenants.accounts.models import User
from tenants.accounts.services.known_addresses import digest_of
from tenants.kernel import clock
from tenants.kernel.scope import business_scope, require_business
from tenants.models import KnownAddress
from tests.signing_in import sign_in

PASSWORD = "correct horse battery staple"
TEMPORARY = "amber-kettle-orchard-42"


@cache
def _hash() -> str:
    """Made once a run: it is slow on purpose."""
    return make_password(PASSWORD)


def member(username: str, name: str, role: str) -> User:
    return User.objects.create(
        username=username, name=name, email=f"{username}@example.com", kind="member", role=role, password=_hash()
    )


def details_of(first_name: str, last_name: str, *, email: str, **more: Any) -> NewContact:
    return NewContact(first_name=first_name, last_name=last_name, emails=(EmailEntry(email),), **more)


def customer(username: str, name: str, *, company_name: str = "") -> User:
    """A contact's person who came long ago: what create_contact() makes of them, without its mail and the record of it.

    Rows of its own, because making them by that rule was a fifth of a run; test_cast.py holds the two together.
    """
    first_name, _, last_name = name.partition(" ")
    email = f"{username}@example.com"
    words = f"{name} {company_name} {email} {username}"
    contact = Contact.objects.create(
        kind="person",
        display_name=name,
        first_name=first_name,
        last_name=last_name,
        company_name=company_name,
        sort_name=fold(name),
        search_text=" ".join(dict.fromkeys(fold(words).split())),
    )
    ContactEmail.objects.create(contact=contact, address=email, is_primary=True, position=0)
    user = User.objects.create(username=username, name=name, email=email, kind="customer", password=_hash())
    Customer.objects.create(user=user, contact=contact, welcomed_at=clock.now())
    KnownAddress.objects.create(business_id=require_business().id, digest=digest_of(email))
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
def team(acme, ada, ben) -> dict[str, User]:
    """One member of acme for each role, by its name; Ada is the owner, Ben the assistant."""
    with business_scope(acme):
        return {
            "assistant": ben,
            "bookkeeper": member("bea", "Bea Novak", "bookkeeper"),
            "manager": member("max", "Max Adeyemi", "manager"),
            "admin": member("ida", "Ida Ferrari", "admin"),
            "owner": ada,
        }


@pytest.fixture
def gus(globex) -> User:
    with business_scope(globex):
        return member("gus", "Gus Moreau", "owner")


@pytest.fixture
def cleo(acme) -> User:
    with business_scope(acme):
        return customer("cleo", "Cleo van Dam", company_name="Harbour Café")


@pytest.fixture
def carl(acme) -> User:
    with business_scope(acme):
        return customer("carl", "Carl Brandt")


@pytest.fixture
def as_ada(ada) -> Client:
    """Ada's browser, signed in; and so on for the others."""
    return browser_of(ada)


@pytest.fixture
def as_ben(ben) -> Client:
    return browser_of(ben)


@pytest.fixture
def as_gus(gus) -> Client:
    return browser_of(gus)


@pytest.fixture
def as_cleo(cleo) -> Client:
    return browser_of(cleo)


@pytest.fixture
def as_carl(carl) -> Client:
    return browser_of(carl)


def browser_of(user: User) -> Client:
    client = Client()
    sign_in(client, user)
    return client
