"""Inviting somebody to the team by mail: a link that is good once, for a short time, at this business alone."""

import hashlib
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction

from tenants.accounts.access import Role, outranks, sees_everything
from tenants.accounts.errors import AlreadyInvited, AlreadyMember, LinkDead, WasRemoved
from tenants.accounts.models import ContactScope, Invitation, User
from tenants.accounts.services.team import refuse_above, team_of, tell_owners
from tenants.accounts.services.users import create_member
from tenants.accounts.wording import ROLES
from tenants.activity.record import acting, record
from tenants.kernel import clock
from tenants.kernel.errors import NotFound
from tenants.kernel.mail import Recipient, compose
from tenants.kernel.scope import require_business
from tenants.links import business_url

LIVES = timedelta(hours=72)


@transaction.atomic
def invite(*, email: str, role: str, contact_scope: str, by: User) -> Invitation:
    """Mail somebody a link to join; raises AboveYou, AlreadyMember, WasRemoved and AlreadyInvited."""
    refuse_above(team_of(by).actor, role)
    _refuse_who_is_known(email)
    scope = ContactScope.ALL if sees_everything(role) else ContactScope(contact_scope)
    invitation = Invitation(email=email, role=Role(role), contact_scope=scope)
    _send(invitation, by)
    record("member.invited", invitation, email=email, role=role)
    return invitation


@transaction.atomic
def send_again(invitation_id: int, *, by: User) -> Invitation:
    """Mail a new link; what was mailed before no longer works."""
    invitation = _open(invitation_id, by)
    _send(invitation, by)
    record("member.invited_again", invitation, email=invitation.email)
    return invitation


@transaction.atomic
def withdraw(invitation_id: int, *, by: User) -> Invitation:
    invitation = _open(invitation_id, by)
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    record("member.invitation_withdrawn", invitation, email=invitation.email)
    return invitation


def find(secret: str, *, lock: bool = False) -> Invitation:
    """Return an invitation that may still be accepted; raises LinkDead for any other, whatever is wrong with it."""
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects
    invitation = rows.select_related("invited_by").filter(digest=_digest(secret)).first()
    if invitation is None or invitation.accepted_at or invitation.withdrawn_at or invitation.is_expired:
        raise LinkDead
    if not _may_still_grant(invitation.invited_by, invitation.role):
        raise LinkDead
    return invitation


@transaction.atomic
def accept(secret: str, *, name: str, username: str, password: str) -> User:
    """Make the member, once; raises LinkDead, AlreadyMember, WasRemoved and the refusals of names and passwords."""
    invitation = find(secret, lock=True)
    _refuse_member(invitation.email)
    user = create_member(
        username=username,
        name=name,
        email=invitation.email,
        password=password,
        role=invitation.role,
        contact_scope=invitation.contact_scope,
    )
    user.email_verified_at = invitation.accepted_at = clock.now()
    user.save(update_fields=["email_verified_at"])
    invitation.save(update_fields=["accepted_at"])
    with acting(user):
        record("member.joined", user, name=user.name, role=user.role)
    tell_owners(user, by=invitation.invited_by)
    return user


def renew(invitation: Invitation) -> str:
    """Put a new secret and a new term on an invitation, unsaved, and return the secret; write it nowhere."""
    secret = secrets.token_urlsafe(32)
    invitation.digest = _digest(secret)
    invitation.expires_at = clock.now() + LIVES
    return secret


def _send(invitation: Invitation, by: User) -> None:
    secret = renew(invitation)
    invitation.invited_by = by
    invitation.message_id = compose(
        "invitation",
        to=Recipient(invitation.email),
        context={"by": by.name, "role": str(ROLES[invitation.role])},
        secret=business_url(f"/join/{secret}/"),
    )
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        if "accounts_invitation_once" not in str(error):
            raise
        raise AlreadyInvited(email=invitation.email) from error


def _open(invitation_id: int, by: User) -> Invitation:
    rows = Invitation.objects.select_for_update()
    invitation = rows.filter(pk=invitation_id, accepted_at=None, withdrawn_at=None).first()
    if invitation is None:
        raise NotFound
    refuse_above(team_of(by).actor, invitation.role)
    return invitation


def _refuse_who_is_known(email: str) -> None:
    _refuse_member(email)
    waiting = Invitation.objects.select_for_update().filter(email__iexact=email, accepted_at=None, withdrawn_at=None)
    for invitation in waiting:
        if not invitation.is_expired:
            raise AlreadyInvited(email=invitation.email)
        invitation.withdrawn_at = clock.now()
        invitation.save(update_fields=["withdrawn_at"])


def _refuse_member(email: str) -> None:
    known = User.objects.filter(kind=User.Kind.MEMBER, email__iexact=email).order_by("suspended_at").last()
    for member in User.objects.filter(kind=User.Kind.MEMBER, email__iexact=email, suspended_at=None)[:1]:
        raise AlreadyMember(name=member.name)
    if known is not None:
        raise WasRemoved(name=known.name)


def _may_still_grant(inviter: User | None, role: str) -> bool:
    """An invitation is worth no more than whoever sent it is by then: whether they may still invite."""
    if inviter is None or inviter.suspended_at is not None or not inviter.may("team.change"):
        return False
    return not outranks(role, inviter.role)


def _digest(secret: str) -> str:
    return hashlib.sha256(f"invitation|{require_business().id}|{secret}".encode()).hexdigest()
