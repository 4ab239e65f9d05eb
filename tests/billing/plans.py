"""Plans to pay in parts, offered and agreed to."""

from datetime import UTC, date, datetime

from billing.services.instalments import PlanDraft, Signature, agree_to_plan, offer_plan
from tenants.kernel import clock

FIRST = date(2026, 1, 31)


def offered(contact, charges, by, parts=4, rhythm="month", first_on=FIRST):
    draft = PlanDraft(charge_ids=[each.pk for each in charges], parts=parts, rhythm=rhythm, first_on=first_on)
    return offer_plan(contact_id=contact.pk, draft=draft, by=by)


def agreed(contact, plan, person, name="Cleo van Dam"):
    signature = Signature(name=name, user=person, address="192.0.2.7")
    return agree_to_plan(contact_id=contact.pk, plan_id=plan.pk, signature=signature)


def on(day: date):
    return clock.held_at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
