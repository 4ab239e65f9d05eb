"""A business signs up: its schema, its owner and the mail that proves the owner's address, in one transaction."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from tenants import directory, places
from tenants.accounts.access import Role
from tenants.accounts.models import User
from tenants.accounts.services.verification import send_verification
from tenants.activity.record import record
from tenants.errors import SubdomainTaken
from tenants.kernel.scope import BusinessSnapshot, business_scope
from tenants.models import Business
from tenants.services.provisioning import provision
from tenants.services.subdomains import check_subdomain


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What somebody typed to sign up; ``token`` is the form's own, so that sending it twice makes one business."""

    business_name: str
    subdomain: str
    owner_name: str
    email: str
    password: str
    country: str
    currency: str
    time_zone: str
    token: UUID


def sign_up(application: Application) -> BusinessSnapshot:
    """Return the new business, or the one that this form has made before; raises SubdomainRefused.

    Whole or absent: schema, row, owner, mail and activity are committed together.
    """
    before = _made_before(application.token)
    if before is not None:
        return before
    check_subdomain(application.subdomain)
    password = make_password(application.password)  # slow on purpose, so outside the transaction
    try:
        return _make(application, password)
    except (SubdomainTaken, IntegrityError):
        twin = _made_before(application.token)  # the same form, sent a moment earlier, has won
        if twin is None:
            raise
        return twin


def username_for(email: str) -> str:
    """Return the owner's user name: what stands before the @, in letters, digits, dots, hyphens and underscores."""
    plain = re.sub(r"[^a-z0-9._-]+", "", email.partition("@")[0].lower()).strip("._-")
    return plain or "owner"


@transaction.atomic
def _make(application: Application, password: str) -> BusinessSnapshot:
    made = provision(
        name=application.business_name,
        subdomain=application.subdomain,
        currency=application.currency,
        time_zone=application.time_zone,
        reply_to=application.email,
    )
    Business.objects.filter(pk=made.id).update(
        country=application.country,
        locale=places.locale_of(application.country),
        sign_up_token=application.token,
    )
    business = directory.by_id(made.id)
    with business_scope(business):
        owner = _owner(application, password)
        send_verification(owner)
        record("business.signed_up", owner, name=owner.name)
    return business


def _owner(application: Application, password: str) -> User:
    return User.objects.create(
        username=username_for(application.email),
        name=application.owner_name,
        email=application.email,
        kind=User.Kind.MEMBER,
        role=Role.OWNER,
        password=password,
    )


def _made_before(token: UUID) -> BusinessSnapshot | None:
    business = Business.objects.filter(sign_up_token=token).first()
    return None if business is None else directory.snapshot(business)
