"""What a view may count on: requests with their business and people, for type checkers and readers."""

from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from tenants.accounts.models import User
from tenants.accounts.sessions import BusinessSession
from tenants.kernel.scope import BusinessSnapshot


class PlatformRequest(HttpRequest):
    """Any request; ``business`` is None off the businesses' hosts."""

    business: BusinessSnapshot | None
    htmx: HtmxDetails
    session: SessionBase


class BusinessRequest(HttpRequest):
    """A request on a business's host. ``customer`` is crm's Customer, which this layer does not know."""

    business: BusinessSnapshot
    user: User | None  # type: ignore[assignment]  # Django's stubs expect AnonymousUser
    member: User | None
    customer: Any
    htmx: HtmxDetails
    session: BusinessSession


class SignedInRequest(BusinessRequest):
    """Behind ``@signed_in``: a member or a customer."""

    user: User


class MemberRequest(SignedInRequest):
    """Behind ``@allowed(…)``: somebody of the team."""

    member: User


class CustomerRequest(SignedInRequest):
    """Behind ``@customers``: a contact's person in the portal."""
