"""The team as its heads look at it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.db.models.functions import Greatest

from tenants.accounts import sight
from tenants.accounts.access import Role, outranks
from tenants.accounts.models import Invitation, User
from tenants.accounts.wording import ROLES, SCOPES
from tenants.kernel.errors import NotFound
from tenants.kernel.mail import MailState, mail_states

_RANK = {role.value: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team; ``assigned`` counts the contacts that are theirs."""

    user: User
    seen_at: datetime | None
    assigned: int

    @property
    def role(self) -> str:
        return str(ROLES[self.user.role])

    @property
    def scope(self) -> str:
        return str(SCOPES[self.user.contact_scope])

    def is_above(self, other: User) -> bool:
        return outranks(self.user.role, other.role)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that nobody has accepted yet, and what became of its mail, if that is known."""

    invitation: Invitation
    mail: MailState | None

    @property
    def role(self) -> str:
        return str(ROLES[self.invitation.role])

    @property
    def scope(self) -> str:
        return str(SCOPES[self.invitation.contact_scope])


def members() -> list[Member]:
    """Return everybody who is or was on the team: owners first, then by name."""
    rows = (
        User.objects.filter(kind=User.Kind.MEMBER)
        .annotate(seen_at=Greatest("last_login", Max("sessions__last_seen_at")))
        .order_by("name", "pk")
    )
    assigned = sight.contacts().counts([row.pk for row in rows])
    found = [Member(row, row.seen_at, assigned.get(row.pk, 0)) for row in rows]
    return sorted(found, key=lambda member: _RANK[member.user.role])


def member_named(member_id: int) -> Member:
    """Return one of the team, also when removed; raises NotFound for a customer's id as for nobody's."""
    found = next((member for member in members() if member.user.pk == member_id), None)
    if found is None:
        raise NotFound
    return found


def invitations() -> list[Invited]:
    """Return who has been invited and has not come, the latest first."""
    rows = list(
        Invitation.objects.filter(accepted_at=None, withdrawn_at=None).select_related("invited_by").order_by("-pk")
    )
    states = mail_states([row.message_id for row in rows if row.message_id is not None])
    return [Invited(row, states.get(row.message_id or 0)) for row in rows]


def owners() -> list[User]:
    """Return the owners who can be written to."""
    return list(User.objects.filter(role=Role.OWNER, suspended_at=None).exclude(email="").order_by("pk"))
