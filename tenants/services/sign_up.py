"""A business signs up: its schema, its owner and the mail that proves the owner's address, in one transaction."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from tenants import directory, places
from tenants.accounts.access import Role
from tenants.accounts.services.users import create_member, suggest_username
from tenants.accounts.services.verification import send_verification
from tenants.activity.record import acting, record
from tenants.errors import SubdomainTaken
from tenants.kernel.scope import BusinessSnapshot, business_scope
from tenants.models import Business
from tenants.services.provisioning import provision
from tenants.services.subdomains import check_subdomain

SHORTEST_USERNAME = 3


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
    try:
        return _make(application)
    except (SubdomainTaken, IntegrityError):
        twin = _made_before(application.token)  # the same form, sent a moment earlier, has won
        if twin is None:
            raise
        return twin


@transaction.atomic
def _make(application: Application) -> BusinessSnapshot:
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
        owner = create_member(
            username=_username(application),
            name=application.owner_name,
            email=application.email,
            password=application.password,
            role=Role.OWNER,
        )
        send_verification(owner)
        with acting(owner):
            record("business.signed_up", owner)
    return business


def _username(application: Application) -> str:
    local_part = application.email.partition("@")[0].partition("+")[0]
    return suggest_username(local_part if len(local_part) >= SHORTEST_USERNAME else application.owner_name)


def _made_before(token: UUID) -> BusinessSnapshot | None:
    business = Business.objects.filter(sign_up_token=token).first()
    return None if business is None else directory.snapshot(business)
