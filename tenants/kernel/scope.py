"""The only way into a business.

``with business_scope(snapshot):`` points the thread's connection at the business's schema, proves by the schema's
canary that it is the right one, and restores what was before. Nothing else in Mango may choose a schema.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import structlog
from django.db import connection
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import MangoError

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class BrandSnapshot:
    """How a business looks. Colours are ``#RRGGBB``; ``logo_key`` is empty when a monogram stands in."""

    primary: str = "#1F6F5C"
    accent: str = "#C2571A"
    logo_key: str = ""
    logo_width: int = 0
    logo_height: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class SignInRules:
    """How people may and must sign in; a second factor is ``off``, ``optional`` or ``required``."""

    by_link: bool = True
    member_factor: str = "optional"
    customer_factor: str = "optional"
    remembers_devices: bool = True


@dataclass(frozen=True, slots=True)
class BusinessSnapshot:
    """What every request and job needs to know of a business, immutable; ``generation`` tells when it is stale."""

    id: int
    schema: str
    name: str
    subdomain: str
    state: str
    currency: str
    time_zone: str
    locale: str
    generation: int
    brand: BrandSnapshot = field(default_factory=BrandSnapshot)
    sign_in: SignInRules = field(default_factory=SignInRules)
    reply_to: str = ""
    phone: str = ""
    address: str = ""
    country: str = ""
    by_sign_up: bool = False
    welcome_by_link: bool = False
    customers_may_upload: bool = True
    stripe_account: str = ""
    charges_enabled: bool = False
    state_reason: str = ""

    @property
    def is_active(self) -> bool:
        return self.state == "active"

    @property
    def schema_name(self) -> str:
        """django-tenants' name for ``schema``."""
        return self.schema


class ScopeError(RuntimeError):
    """Code touched a business's rows outside that business's scope: a bug, never a user's mistake."""


class WrongBusiness(MangoError):
    """The canary in the schema does not belong to the business asked for."""

    code = "unavailable"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    message = _("This business is not available right now. Nothing was lost; try again in a minute.")


_current: ContextVar[BusinessSnapshot | None] = ContextVar("business", default=None)


def current_business() -> BusinessSnapshot | None:
    return _current.get()


def require_business() -> BusinessSnapshot:
    business = _current.get()
    if business is None:
        raise ScopeError("No business is in scope: wrap the call in business_scope().")
    return business


@contextmanager
def business_scope(business: BusinessSnapshot) -> Iterator[BusinessSnapshot]:
    """Work inside one business; scopes nest, but never two businesses in one transaction.

    Raises WrongBusiness when the schema's canary is missing or another's, StaleSnapshot when the snapshot is old.
    """
    with _pointed_at(business):
        check_canary(business)
        yield business


@contextmanager
def provisioning_scope(business: BusinessSnapshot) -> Iterator[None]:
    """Enter a schema that has no canary yet; only provisioning may."""
    with _pointed_at(business):
        yield


@contextmanager
def schema_scope(schema: str, *, with_public: bool = True) -> Iterator[None]:
    """Enter a schema by its name, business or not; only migrations may."""
    wrapper: Any = connection
    wrapper.set_schema(schema, include_public=with_public)
    try:
        yield
    finally:
        wrapper.set_schema_to_public()


@contextmanager
def platform_scope() -> Iterator[None]:
    """Leave the business for a while, to read or write public rows only."""
    with _pointed_at(None):
        yield


@contextmanager
def _pointed_at(business: BusinessSnapshot | None) -> Iterator[None]:
    before = _current.get()
    _refuse_two_in_one_transaction(before, business)
    token = _current.set(business)
    _point(business)
    try:
        yield
    finally:
        _current.reset(token)
        _point(before)


def _refuse_two_in_one_transaction(before: BusinessSnapshot | None, wanted: BusinessSnapshot | None) -> None:
    if before is None or wanted is None or before.id == wanted.id:
        return
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise ScopeError("A transaction touches one business at most.")


def _point(business: BusinessSnapshot | None) -> None:
    wrapper: Any = connection  # our backend, which Django's stubs do not know
    if business is None:
        wrapper.set_schema_to_public()
    else:
        wrapper.set_tenant(business)


class StaleSnapshot(RuntimeError):
    """The business has changed since the snapshot was taken; take a new one and try again."""


def check_canary(business: BusinessSnapshot) -> None:
    """Prove that the schema in force is the business's own, and the snapshot current."""
    with connection.cursor() as cursor:
        # Qualified by hand: an unqualified name would also be found in a schema further down the path.
        cursor.execute(f'SELECT business_id, generation FROM "{business.schema}".canary')  # noqa: S608 opaque name
        rows = cursor.fetchall()
    if len(rows) != 1 or rows[0][0] != business.id:
        log.critical("wrong_business", wanted=business.id, found=[row[0] for row in rows])
        raise WrongBusiness
    if rows[0][1] != business.generation:
        raise StaleSnapshot


class Directory:
    """Where snapshots come from; the tenants app hangs in how to read one."""

    by_id: Callable[[int], BusinessSnapshot]


def snapshot_of(business_id: int) -> BusinessSnapshot:
    """Return a business's snapshot, read now; raises LookupError when there is none to work for."""
    return Directory.by_id(business_id)
