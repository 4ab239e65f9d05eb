"""Leaving a plan alone while what is late of it is nobody's fault: it is asked about, being paid, or with a bank."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from billing.models import InstalmentPlan
from billing.selectors.chargeable import tried_before
from billing.selectors.instalments import instalment_days
from billing.selectors.pressing import Hold, pressing
from billing.selectors.transfers import beyond
from billing.services.instalments import end_if_missed
from billing.services.ledger import lock_account
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

WAITED_FOR = (Hold.QUERIED, Hold.DISPUTED, Hold.ON_ITS_WAY, Hold.PROMISED)
EARLY = time(3)


@transaction.atomic
def end_unless_waited_for(plan_id: int, *, has_rested: bool = False) -> None:
    """End a plan of which a part is too late, unless all that is late is waited for; then look again tomorrow.

    No card is charged and nobody reminded while a contact is archived, so nothing ends; whoever ``has_rested`` until
    now has one more day, in which their card is charged.
    """
    plan = InstalmentPlan.objects.get(pk=plan_id)
    lock_account(plan.contact_id)
    plan.refresh_from_db()
    today = clock.today(require_business().time_zone)
    if plan.contact.is_archived or has_rested:
        _look_again(plan_id, today, has_rested=plan.contact.is_archived)
        return
    late = _late(plan, today - timedelta(days=plan.grace_days))
    if not late or set(late) - _waited_for(plan.contact_id, late):
        end_if_missed(plan_id)
        return
    _look_again(plan_id, today, has_rested=False)


def _look_again(plan_id: int, today: date, *, has_rested: bool) -> None:
    tomorrow = datetime.combine(today + timedelta(days=1), EARLY, ZoneInfo(require_business().time_zone))
    key, more = f"{plan_id}:{tomorrow:%Y%m%d}", {"has_rested": True} if has_rested else {}
    enqueue("billing.end_if_missed", due_at=tomorrow, key=key, plan_id=plan_id, **more)


def _late(plan: InstalmentPlan, before: date) -> dict[int, list[tuple[date, Money]]]:
    """Return by charge what of it fell due before a day and is open; charges of which nothing did are left out."""
    days = instalment_days(plan.charges.values_list("charge_id", flat=True))
    late = {charge_id: [each for each in due if each[0] < before] for charge_id, due in days.items()}
    return {charge_id: due for charge_id, due in late.items() if due}


def _waited_for(contact_id: int, late: Mapping[int, Sequence[tuple[date, Money]]]) -> set[int]:
    """Return the charges for whose late parts nobody can be asked now."""
    held = pressing([contact_id])
    told = {charge_id for charge_id, due in late.items() if not beyond(held.told.get(charge_id, 0), due)}
    return (
        told | {charge_id for charge_id in held.holds if held.holds[charge_id] in WAITED_FOR} | tried_before(contact_id)
    )
