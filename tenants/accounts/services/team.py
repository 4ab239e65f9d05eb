"""The team: who is on it, as what, and who may say so. Nobody gives more than they have, nor touches who is above."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from tenants.accounts import sight
from tenants.accounts.access import Role, outranks, sees_everything
from tenants.accounts.errors import AboveYou
from tenants.accounts.models import ContactScope, User
from tenants.accounts.selectors.team import owners
from tenants.accounts.services import users
from tenants.accounts.wording import ROLES
from tenants.activity.record import record
from tenants.kernel.errors import NotAllowed, NotFound
from tenants.kernel.mail import Recipient, compose
from tenants.links import business_url


@dataclass(frozen=True)
class Locked:
    """Rows of the team, locked and as they are now; ``actor`` is whoever asks."""

    actor: User
    rows: dict[int, User]

    def member(self, member_id: int) -> User:
        """Return one whom the actor may touch; raises NotFound and AboveYou."""
        if member_id not in self.rows:
            raise NotFound
        refuse_above(self.actor, self.rows[member_id].role)
        return self.rows[member_id]


def team_of(by: User, *member_ids: int) -> Locked:
    """Lock whoever asks, whom it is about, and every owner, in one order: so that nobody waits for each other.

    Raises NotAllowed when whoever asks has lost the right meanwhile.
    """
    wanted = Q(pk__in=[by.pk, *member_ids]) | Q(role=Role.OWNER)
    rows = User.objects.select_for_update().filter(wanted, kind=User.Kind.MEMBER).order_by("pk")
    found = {row.pk: row for row in rows}
    actor = found.get(by.pk)
    if actor is None or actor.suspended_at is not None or not actor.may("team.change"):
        raise NotAllowed
    return Locked(actor, found)


def refuse_above(actor: User, role: str) -> None:
    if outranks(role, actor.role):
        raise AboveYou(role=str(ROLES[role]).lower())


@transaction.atomic
def change_member(member_id: int, *, role: str, contact_scope: str, by: User) -> User:
    """Give a member another role or scope, in force at once; raises AboveYou, LastOwner, NotFound."""
    team = team_of(by, member_id)
    member = team.member(member_id)
    refuse_above(team.actor, role)
    was_head = sees_everything(member.role)
    users.change_role(member, role)
    _put_scope(member, ContactScope.ALL if sees_everything(role) else ContactScope(contact_scope))
    if not was_head:
        tell_owners(member, by=team.actor)
    return member


@transaction.atomic
def remove_member(member_id: int, *, by: User, hand_over_to: int | None = None) -> User:
    """Take a member off the team: their sessions end within one request, their work stays under their name.

    What was assigned to them goes to ``hand_over_to``, or stays theirs for the day they come back. Raises AboveYou,
    LastOwner, NotFound.
    """
    team = team_of(by, member_id, *([hand_over_to] if hand_over_to else []))
    member = team.member(member_id)
    users.suspend(member)
    if hand_over_to is not None:
        heir = team.rows.get(hand_over_to)
        if heir is None or heir.suspended_at is not None:
            raise NotFound
        count = sight.contacts().hand_over(member, heir)
        record("member.contacts_handed_over", member, name=member.name, to=heir.name, count=count)
    return member


@transaction.atomic
def restore_member(member_id: int, *, by: User) -> User:
    """Put a removed member back as what they were, with the password they had; raises AboveYou, NotFound."""
    member = team_of(by, member_id).member(member_id)
    if member.suspended_at is not None:
        users.restore(member)
        tell_owners(member, by=by)
    return member


def tell_owners(member: User, *, by: User | None) -> None:
    """Write to each other owner that somebody can do everything now; say nothing of lesser roles."""
    if not sees_everything(member.role):
        return
    for owner in owners():
        if owner.pk != member.pk:
            compose(
                "member_raised",
                to=Recipient(owner.email, name=owner.name, user_id=owner.pk),
                context={
                    "name": owner.name,
                    "member": member.name,
                    "email": member.email,
                    "role": str(ROLES[member.role]).lower(),
                    "by": by.name if by else "",
                    "link": business_url("/workspace/settings/team/"),
                },
            )


def _put_scope(member: User, scope: ContactScope) -> None:
    if member.contact_scope == scope:
        return
    member.contact_scope = scope
    member.save(update_fields=["contact_scope"])
    record("member.scope_changed", member, name=member.name, scope=scope.value)
