"""Who may do what: one table, read by pages, the API and templates; and the decorators that put a view under it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode

from tenants.accounts import sight
from tenants.kernel.errors import NotAllowed, NotFound


class Role(StrEnum):
    """A member's role, from most to least."""

    OWNER = "owner"
    ADMIN = "admin"
    MANAGER = "manager"
    BOOKKEEPER = "bookkeeper"
    ASSISTANT = "assistant"


_EVERYBODY = frozenset(Role)
_OFFICE = frozenset({Role.OWNER, Role.ADMIN, Role.MANAGER})
_BOOKS = frozenset({Role.OWNER, Role.ADMIN, Role.MANAGER, Role.BOOKKEEPER})
_HEADS = frozenset({Role.OWNER, Role.ADMIN})
_OWNERS = frozenset({Role.OWNER})
_RANK = {role.value: rank for rank, role in enumerate(Role)}

ACTIONS: dict[str, frozenset[Role]] = {
    "workspace.view": _EVERYBODY,
    "contacts.view": _EVERYBODY,
    "contacts.create": _EVERYBODY,
    "contacts.change": _EVERYBODY,
    "contacts.delete": _HEADS,
    "contacts.assign": _OFFICE,
    "access.give": _OFFICE,
    "access.resend": _OFFICE,
    "files.view": _EVERYBODY,
    "files.change": _EVERYBODY,
    "files.delete": _OFFICE,
    "updates.view": _EVERYBODY,
    "updates.draft": _EVERYBODY,
    "updates.publish": _OFFICE,
    "corrections.view": _EVERYBODY,
    "corrections.decide": _EVERYBODY,  # whoever may write a detail may write what the customer says it is
    "details.ask": _OFFICE,  # mail to many
    "products.view": _EVERYBODY,
    "products.change": _BOOKS,
    "charges.view": _EVERYBODY,
    "charges.create": _BOOKS,
    "charges.void": _BOOKS,
    "charges.write_off": _BOOKS,
    "invoices.view": _BOOKS,
    "invoices.change": _BOOKS,
    "quotes.view": _BOOKS,
    "quotes.change": _BOOKS,
    "schedules.view": _EVERYBODY,  # as the charges that come of them
    "schedules.change": _BOOKS,
    "reminders.view": _BOOKS,
    "reminders.change": _BOOKS,
    "expenses.view": _BOOKS,
    "expenses.change": _BOOKS,
    "billing.settings": _HEADS,
    "payments.view": _BOOKS,
    "payments.record": _BOOKS,
    "payments.refund": _BOOKS,
    "credit.give": _BOOKS,
    "ledger.view": _BOOKS,
    "costs.view": _BOOKS,
    "settings.view": _HEADS,
    "api_keys.manage": _HEADS,
    "brand.change": _HEADS,
    "team.view": _HEADS,
    "team.change": _HEADS,
    "mail.change": _HEADS,
    "sign_in.change": _HEADS,
    "stripe.connect": _OWNERS,
}

OF_ALL_CONTACTS = frozenset({"updates.view", "updates.draft", "updates.publish"})
"""What reaches every contact at once: nothing for a member who sees only those that are assigned to them."""

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Access:
    """What a view asks of whoever comes: ``kind`` anyone, signed_in, member, customer, api; members also ``action``."""

    kind: str
    action: str = ""


def may(role: str, action: str) -> bool:
    """Say whether a role includes an action; an unknown action is a bug and raises KeyError."""
    return role in ACTIONS[action]


@cache
def actions_of(role: str, *, sees_all: bool = True) -> frozenset[str]:
    """Return every action that a role includes, for templates: ``{% if "charges.create" in may %}``."""
    included = frozenset(action for action in ACTIONS if may(role, action))
    return included if sees_all else included - OF_ALL_CONTACTS


def outranks(role: str, other: str) -> bool:
    """Say whether the first role stands above the second."""
    return _RANK[role] < _RANK[other]


def grantable_by(role: str) -> list[Role]:
    """Return the roles that a member may give to others: their own, and those below it."""
    return [other for other in Role if not outranks(other, role)]


def sees_everything(role: str) -> bool:
    """Say whether a role cannot be kept to assigned contacts."""
    return role in _HEADS


def anyone(view: View) -> View:
    """Open to the world: sign-in, sign-up, health."""
    view.access = Access("anyone")  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Any member or customer of this business."""
    return _guarded(view, Access("signed_in"), lambda _request, _named: None)


def temporary_password_suffices(view: View) -> View:
    """Open also to somebody who has yet to choose a password of their own; every other page sends them to do it."""
    view.temporary_password_suffices = True  # type: ignore[attr-defined]
    return view


def before_second_factor(view: View) -> View:
    """Open also to somebody who must set up a second factor; every other page sends them to do it."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return view


def allowed(action: str) -> Callable[[View], View]:
    """Members whose role includes the action, within the contacts they see.

    A customer gets 404, for the workspace does not exist for them; so does a member for a contact that is not theirs.
    """
    if action not in ACTIONS:
        raise KeyError(action)

    def check(request: Any, named: Mapping[str, Any]) -> None:
        if request.member is None:
            raise NotFound
        if not request.member.may(action):
            raise NotAllowed
        sight.check(request.member, named)

    return lambda view: _guarded(view, Access("member", action), check)


def customers(view: View) -> View:
    """Customers; a member is sent to the workspace."""

    def check(request: Any, _named: Mapping[str, Any]) -> None:
        if request.customer is None:
            raise NotFound

    return _guarded(view, Access("customer"), check)


def _guarded(view: View, access: Access, check: Callable[[Any, Mapping[str, Any]], None]) -> View:
    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user is None:
            return _to_sign_in(request)
        if access.kind == "customer" and request.member is not None:
            return redirect("/workspace/")
        check(request, kwargs)
        return view(request, *args, **kwargs)

    guarded.access = access  # type: ignore[attr-defined]
    return cast(View, guarded)


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    target = request.get_full_path() if request.method == "GET" else "/"
    query = urlencode({"next": target}) if target != "/" else ""
    return redirect(f"/sign-in/?{query}" if query else "/sign-in/")
