"""Reminding: one mail for each contact and day, each step once, whatever is run twice or dies in between."""

from datetime import date

import structlog
from django.db import transaction

from billing.errors import NotToBeReminded
from billing.models import ContactReminders, Reminder, ReminderItem
from billing.selectors.reminder_mail import context_of
from billing.selectors.reminders import Planned, owing_contacts, plan
from billing.selectors.skips import skip_in_words
from billing.services.ledger import lock_account
from emails.errors import AddressRefused
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.mail import compose
from tenants.kernel.scope import require_business

log = structlog.get_logger()
BATCH = 50
"""Contacts that one job looks at, so that others' jobs get their turn."""


def remind_next(*, day: date, after: int = 0) -> int | None:
    """Remind the next contacts of what they owe; return the last of them, None when there are no more."""
    ids = owing_contacts(day, after=after, limit=BATCH)
    for planned in plan(day, ids):
        if planned.skip is None:
            _remind_or_log(planned.contact.pk, day)
    return ids[-1] if len(ids) == BATCH else None


@transaction.atomic
def remind(*, contact_id: int, day: date, by: User | None = None) -> Reminder | None:
    """Write one mail about everything a contact owes; None when there is no reason to, or one went on this day.

    ``by`` sends it by hand, before its step has come too. Then it raises NotToBeReminded instead of returning None.
    """
    lock_account(contact_id)
    planned = _wanted(contact_id, day, by)
    if planned is None:
        return None
    reminder = Reminder(contact_id=contact_id, day=day, sent_by_name=by.name if by else "", made_at=clock.now())
    reminder.save(force_insert=True)
    ReminderItem.objects.bulk_create(
        ReminderItem(
            reminder=reminder,
            charge_id=charge_id,
            days=step.days,
            part_on=step.part_on,
            promise_id=step.promise_id,
        )
        for charge_id, step in planned.steps
    )
    reminder.message_id = _mail(planned, by_hand=by is not None)
    reminder.save(update_fields=["message_id"])
    locale = require_business().locale
    amount = " + ".join(money.format(locale) for money in planned.owed)
    record("reminder.sent", reminder, contact_id=contact_id, amount=amount)
    return reminder


def _wanted(contact_id: int, day: date, by: User | None) -> Planned | None:
    """Return what a contact is to be reminded of, None when of nothing; whoever asks by hand is told why."""
    planned = next(iter(plan(day, [contact_id])), None)
    if planned is not None and planned.skip is None:
        return planned
    if by is None:
        return None
    if planned is not None and planned.may_be_sent and planned.told:
        return planned
    raise NotToBeReminded(reason=skip_in_words(planned.skip if planned else None))


@transaction.atomic
def leave_out(*, contact_id: int, day: date | None) -> None:
    """Leave a contact out of one day's reminders, or of none; its step goes on the next day."""
    lock_account(contact_id)
    ContactReminders.objects.update_or_create(contact_id=contact_id, defaults={"left_out_on": day})


@transaction.atomic
def choose_reminders(*, contact_id: int, reminds: bool, sends_statements: bool) -> None:
    """Say whether a contact is reminded and gets statements by mail; the same again changes nothing."""
    lock_account(contact_id)
    choice = ContactReminders.objects.filter(contact_id=contact_id).first() or ContactReminders(contact_id=contact_id)
    if (choice.reminds, choice.sends_statements) == (reminds, sends_statements):
        return
    choice.reminds, choice.sends_statements = reminds, sends_statements
    choice.save()
    record("reminders.chosen" if reminds else "reminders.stopped", choice, contact_id=contact_id)


def _remind_or_log(contact_id: int, day: date) -> None:
    try:
        remind(contact_id=contact_id, day=day)
    except AddressRefused as refusal:  # one bad address keeps nobody else from their mail; the list says who
        log.warning("reminder_skipped", contact=contact_id, error=refusal.code)


def _mail(planned: Planned, *, by_hand: bool) -> int:
    if planned.recipient is None:  # the plan has said so before
        raise NotToBeReminded(reason="")
    key = f"reminder:{planned.contact.pk}:{planned.day.isoformat()}"
    return compose("reminder", to=planned.recipient, context=context_of(planned, by_hand=by_hand), key=key)
