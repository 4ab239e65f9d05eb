"""The people of every test: Ada owns acme, Ben assists, Cleo and Carl are customers; Gus of globex is the stranger."""

from functools import cache
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from crm.entries import EmailEntry, NewContact
from crm.services.contacts import create_contact
from emails.models import Message
from tenants.accounts.models import User
from tenants.activity.models import Activity, Seal
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.scope import business_scope
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


def customer(username: str, name: str, **more: Any) -> User:
    """A contact's person who came long ago and has a password of their own: the mail and the record of it are gone."""
    first_name, _, last_name = name.partition(" ")
    details = details_of(first_name, last_name, email=f"{username}@example.com", **more)
    contact = create_contact(details=details, username=username, password=TEMPORARY)
    user = User.objects.select_related("customer__contact").get(customer__contact=contact)
    user.password, user.must_change_password, user.temporary_password_until = _hash(), False, None
    user.save(update_fields=["password", "must_change_password", "temporary_password_until"])
    Message.objects.filter(contact_id=contact.pk).delete()
    theirs = Activity.objects.filter(contact_id=contact.pk)
    Seal.objects.filter(row__in=theirs).delete()
    theirs._raw_delete("default")  # around the rule that nothing is removed
    DueWork.objects.all().delete()
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
