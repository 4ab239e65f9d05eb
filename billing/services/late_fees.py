"""Late fees: charges of their own, for what was not paid in time; each once, and never for the past."""

import calendar
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.models import LateFee, LedgerEntry, ReminderRules
from billing.selectors.given_back import refunded_minor
from billing.selectors.pressing import pressing
from billing.selectors.reminder_rules import reminder_rules
from billing.services.charges import ChargeDraft, add_charge
from billing.services.ledger import lock_account
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

_FEES = uuid.UUID("6f1e6b0a-7c0e-4c55-9a3b-1d3a3f4a9c11")
MONTHS_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class DueFee:
    """The ``number``-th fee for a charge that is late."""

    entry: LedgerEntry
    number: int
    amount: Money


def fees_due(day: date, contact_ids: list[int]) -> list[DueFee]:
    """Return the late fees that these contacts are charged on a day; never for fees, nor for what is left alone.

    Who was put away is charged none: nobody would tell them of it.
    What a card pays by itself is left alone, until the card has passed it by or could not pay.
    """
    rules = reminder_rules()
    if not rules.charges_fees or rules.fee_since is None:
        return []
    entries = _late(day - timedelta(days=rules.fee_after_days), contact_ids, day)
    charged = set(
        LateFee.objects.filter(charge__in=[entry.charge_id for entry, _late in entries]).values_list("charge", "number")
    )
    return [
        DueFee(entry, number, fee)
        for entry, late in entries
        for number in _latest(rules, entry.due_on or day, day)
        if (entry.charge_id, number) not in charged and (fee := _amount(rules, late)).minor > 0
    ]


def _late(due_by: date, contact_ids: list[int], day: date) -> list[tuple[LedgerEntry, Money]]:
    """Return how much these contacts should have paid by a day, and have not.

    Neither fees, nor what is left alone or paid in parts, nor what was paid and refunded: that was not their doing.
    """
    late = list(
        LedgerEntry.objects.unsettled()
        .filter(
            contact_id__in=contact_ids,
            contact__archived_at=None,
            kind=LedgerEntry.Kind.CHARGE,
            due_on__lte=due_by,
            charge__late_fee_for=None,
        )
        .exclude(charge__instalment_charges__is_live=True)
        .select_related("charge")
        .order_by("due_on", "pk")
    )
    if not late:
        return []
    held, refunded = pressing(contact_ids, on=day), refunded_minor(contact_ids)
    found = []
    for entry in late:
        charge_id = entry.charge_id or 0
        minor = entry.open_minor - held.told.get(charge_id, 0) - refunded.get(charge_id, 0)
        if charge_id not in held.holds and minor > 0:
            found.append((entry, Money(minor, entry.currency)))
    return found


def charge_fees(*, contact_id: int, day: date) -> int:
    """Charge a contact the late fees of a day, each in a transaction of its own; return how many were new."""
    return sum(_charge(contact_id, day, due) for due in fees_due(day, [contact_id]))


@transaction.atomic
def _charge(contact_id: int, day: date, due: DueFee) -> bool:
    lock_account(contact_id)
    charge_id = due.entry.charge_id or 0
    still = [one for one in fees_due(day, [contact_id]) if (one.entry.charge_id, one.number) == (charge_id, due.number)]
    if not still:
        return False
    rules = reminder_rules()
    with override(require_business().locale):
        what = rules.fee_description or _("Late fee")
        reason = _("For “%(description)s”, which was not paid in time.") % {"description": due.entry.description}
    draft = ChargeDraft(description=what, unit_price=still[0].amount, reason=reason[:500])
    fee = add_charge(contact_id=contact_id, draft=draft, request_key=uuid.uuid5(_FEES, f"{charge_id}.{due.number}"))
    LateFee.objects.create(charge_id=charge_id, number=due.number, fee=fee)
    return True


def _latest(rules: ReminderRules, due_on: date, day: date) -> list[int]:
    """Return the latest fee whose day has come: those before it belong to a time when the charge was left alone."""
    return list(_numbers(rules, due_on, day))[-1:]


def _numbers(rules: ReminderRules, due_on: date, day: date) -> Iterator[int]:
    """Yield the fees whose day has come: the first after so many days, and where it repeats, one each month later."""
    first = due_on + timedelta(days=rules.fee_after_days)
    last = 1 if rules.fee_every == rules.Every.ONCE else MONTHS_AT_MOST
    for number in range(1, last + 1):
        on = _months_later(first, number - 1)
        if on > day:
            return
        if rules.fee_since is not None and on >= rules.fee_since:
            yield number


def _amount(rules: ReminderRules, late: Money) -> Money:
    if rules.fee_kind == rules.Fee.PERCENT:
        return late.times(rules.fee_percent / 100)
    return rules.fee if late.currency == rules.fee.currency else Money.zero(late.currency)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))
