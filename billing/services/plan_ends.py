"""Plans that are over because everything they were about is settled."""

from billing.models import InstalmentCharge, InstalmentPlan, LedgerEntry
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.scope import require_business


def end_paid_plans(contact_id: int) -> None:
    """End the contact's plans of which nothing is open any more; the account is locked."""
    for plan in InstalmentPlan.objects.filter(contact_id=contact_id, state=InstalmentPlan.State.ACTIVE):
        if _is_open(plan):
            continue
        plan.state, plan.ended_at = InstalmentPlan.State.PAID, clock.now()
        plan.save(update_fields=["state", "ended_at"])
        InstalmentCharge.objects.filter(plan=plan).update(is_live=False)
        amount = plan.amount.format(require_business().locale)
        record("instalments.paid", plan, contact_id=contact_id, amount=amount)


def _is_open(plan: InstalmentPlan) -> bool:
    due = LedgerEntry.objects.unsettled().filter(kind=LedgerEntry.Kind.CHARGE)
    return due.filter(charge__instalment_charges__plan=plan).exists()
