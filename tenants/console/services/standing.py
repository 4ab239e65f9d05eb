"""Suspending a business and restoring it. Nothing is lost: its work is held, its people are told, all can be undone."""

from django.db import transaction

from tenants.accounts.access import Role
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.console.errors import AlreadySo
from tenants.console.record import record_platform
from tenants.kernel import clock
from tenants.kernel.errors import NotFound
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import release
from tenants.kernel.mail import Recipient, compose
from tenants.kernel.scope import BusinessSnapshot, business_scope
from tenants.models import Business
from tenants.services.businesses import change_business

State = Business.State


@transaction.atomic
def suspend(*, business_id: int, state: str, reason: str) -> BusinessSnapshot:
    """Make a business read-only or close it; every process heeds it with its next request, and every owner is told.

    ``reason`` is for the team. Raises NotFound, and AlreadySo when it is in that state for that reason.
    """
    if state not in (State.READ_ONLY, State.CLOSED):
        raise ValueError(f"A business is suspended by {state!r} in no way.")
    business = _locked(business_id)
    if (business.state, business.state_reason) == (state, reason):
        raise AlreadySo
    suspended = change_business(business_id, state=state, state_reason=reason, state_since=clock.now())
    record_platform("business.suspended", business_id=business_id, state=state, reason=reason)
    with business_scope(suspended):
        record("business.suspended", business, state=state, reason=reason)
        _tell_owners("business_suspended", closed=state == State.CLOSED, why=reason)
    return suspended


@transaction.atomic
def restore(business_id: int) -> BusinessSnapshot:
    """Open a business again and let what waited go on; raises NotFound, and AlreadySo when it is open."""
    business = _locked(business_id)
    if business.state == State.ACTIVE:
        raise AlreadySo
    restored = change_business(business_id, state=State.ACTIVE, state_reason="", state_since=clock.now())
    record_platform("business.restored", business_id=business_id, state=business.state)
    release([business_id])
    with business_scope(restored):
        record("business.restored", business)
        _tell_owners("business_restored")
    return restored


def release_what_was_left() -> int:
    """Let held work of businesses that are open go on: what was put by in the moment of a restoration."""
    return release(Business.objects.filter(state=State.ACTIVE, pk__in=_with_held_work()).values_list("pk", flat=True))


def _with_held_work() -> list[int | None]:
    held = DueWork.objects.filter(state=DueWork.State.HELD, business_id__isnull=False)
    return list(held.values_list("business_id", flat=True).distinct())


def _locked(business_id: int) -> Business:
    business = Business.objects.select_for_update().filter(pk=business_id).first()
    if business is None:
        raise NotFound
    return business


def _tell_owners(kind: str, **context: object) -> None:
    owners = User.objects.filter(kind=User.Kind.MEMBER, role=Role.OWNER, suspended_at=None).exclude(email="")
    for owner in owners.order_by("pk"):
        compose(kind, to=Recipient(owner.email, owner.name, user_id=owner.pk), context={"name": owner.name, **context})
