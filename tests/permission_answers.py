"""The vocabulary of the permission table: who asks, what they may be answered."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tenants.accounts.access import Role
from tenants.accounts.models import User
from tenants.kernel.scope import BusinessSnapshot

Answer = int | str
"""A status, or the beginning of the address that the answer redirects to."""

SIGN_IN = "/sign-in/"
NOBODYS: Mapping[str, object] = {
    "int": 999_999_999,
    "str": "nobodys",
    "slug": "nobodys",
    "path": "nobodys",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
"""What stands in an address's places when a row says nothing: ids that nobody has."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Whom and what a row's ``args``, ``foreign`` and ``data`` may draw on; they are called inside acme's scope."""

    acme: BusinessSnapshot
    owner: User
    assistant: User
    customer: User
    other_customer: User
    stranger: User
    team: Mapping[str, User] = field(default_factory=dict)
    """One member for each role, by its name; empty where only the owner and the assistant are at hand."""

    @property
    def contact_id(self) -> int:
        """Cleo's contact."""
        return self.customer.customer.contact_id

    @property
    def other_contact_id(self) -> int:
        """Carl's contact, which Cleo must not be able to tell from none."""
        return self.other_customer.customer.contact_id


def cleos(scene: Scene) -> dict[str, int]:
    """Cleo's contact and Cleo as its customer."""
    return {"contact_id": scene.contact_id, "customer_id": scene.customer.customer.pk}


@dataclass(frozen=True, slots=True)
class Answers:
    """What each of seven gets; the stranger with another business's cookie gets what anonymous gets."""

    kind: str
    anonymous: Answer
    customer: Answer
    assistant: Answer
    bookkeeper: Answer
    manager: Answer
    admin: Answer
    owner: Answer


@dataclass(frozen=True, slots=True)
class ConsoleAnswers:
    """What three get on the console; everybody of a business gets what anonymous gets."""

    kind: str
    anonymous: Answer
    half_way: Answer
    operator: Answer


Facts = Mapping[str, Any] | Callable[[Scene], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Row:
    """One URL: its route as in the URL conf, and for each method that it has what it answers to whom."""

    route: str
    get: Answers | ConsoleAnswers | None = None
    post: Answers | ConsoleAnswers | None = None
    patch: Answers | None = None
    delete: Answers | None = None
    args: Facts = field(default_factory=dict)
    data: Facts = field(default_factory=dict)
    foreign: Facts | None = None

    def methods(self) -> dict[str, Any]:
        named = {"GET": self.get, "POST": self.post, "PATCH": self.patch, "DELETE": self.delete}
        return {name: answers for name, answers in named.items() if answers is not None}

    def address(self, facts: Mapping[str, Any]) -> str:
        """Return an address of this route, its places filled from facts or with what is nobody's."""

        def fill(place: re.Match[str]) -> str:
            kind, name = (place[1] or "str"), place[2]
            return str(facts.get(name, NOBODYS.get(kind, "nobodys")))

        return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", fill, self.route)


OFFICE: Mapping[str, Answer] = {"assistant": 403, "bookkeeper": 403}
"""What owners, admins and managers may."""
HEADS: Mapping[str, Answer] = {**OFFICE, "manager": 403}
"""What owners and admins may."""
OWNERS: Mapping[str, Answer] = {**HEADS, "admin": 403}
"""What owners alone may."""
EVERYBODY = ("anonymous", "customer", *(role.value for role in reversed(Role)))


def told(facts: Facts, scene: Scene) -> Mapping[str, Any]:
    return facts(scene) if callable(facts) else facts


def anyone(status: Answer, *, customer: Answer | None = None, member: Answer | None = None) -> Answers:
    """Open to the world; name what differs for those who are signed in."""
    return Answers(
        "anyone", status, status if customer is None else customer, *_team(status if member is None else member)
    )


def either(status: Answer, *, customer: Answer | None = None) -> Answers:
    """Members and customers."""
    return Answers("signed_in", SIGN_IN, status if customer is None else customer, *_team(status))


def workspace(status: Answer, **lesser: Answer) -> Answers:
    """Members; for customers the workspace does not exist. Name each role that is answered otherwise.

    ``assistant=403`` alone is what the books ask for; ``**OFFICE``, ``**HEADS`` and ``**OWNERS`` name more.
    """
    by_role = {role.value: status for role in reversed(Role)}
    if lesser.keys() - by_role.keys():
        raise KeyError(lesser)
    return Answers("member", SIGN_IN, 404, **{**by_role, **lesser})


def api(status: Answer, **lesser: Answer) -> Answers:
    """Members' own browsers at the API: who is nobody is told so in JSON, and nothing leads to a page."""
    return replace(workspace(status, **lesser), kind="api", anonymous=401)


def portal(status: Answer) -> Answers:
    """Customers; members are led to the workspace."""
    return Answers("customer", SIGN_IN, status, *_team("/workspace/"))


def _team(status: Answer) -> list[Answer]:
    return [status] * len(Role)


def operators(status: Answer) -> ConsoleAnswers:
    """Operators with both factors; whoever has yet to set up the second is led to do it."""
    return ConsoleAnswers("operator", SIGN_IN, "/two-factor/", status)


def second_step(status: Answer) -> ConsoleAnswers:
    """Those whose password was right and who have yet to set up, or to show, the second factor."""
    return ConsoleAnswers("half_way", SIGN_IN, status, "/")


def console_anyone(status: Answer, *, operator: Answer | None = None) -> ConsoleAnswers:
    return ConsoleAnswers("anyone", status, status, status if operator is None else operator)
