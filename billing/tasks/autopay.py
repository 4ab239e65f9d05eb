"""The work of saved cards and autopay after the request; each safe to run twice."""

from datetime import date

from billing.services import autopay, cards, plan_patience
from tenants.kernel.jobs.tasks import tenant_task


@tenant_task("billing.forget_card", while_suspended=True)
def forget_card(*, card_id: int) -> None:
    cards.forget_at_stripe(card_id)


@tenant_task("billing.autopay_day")
def autopay_day(*, day: str) -> None:
    autopay.begin_the_day(date.fromisoformat(day))


@tenant_task("billing.autopay")
def look_after_autopay(*, contact_id: int) -> None:
    autopay.look_after(contact_id)


@tenant_task("billing.autopay_try")
def try_autopay(*, contact_id: int) -> None:
    autopay.charge_contact(contact_id)


@tenant_task("billing.end_if_missed")
def end_if_missed(*, plan_id: int, has_rested: bool = False) -> None:
    plan_patience.end_unless_waited_for(plan_id, has_rested=has_rested)
