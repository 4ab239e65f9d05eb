"""What contacts have been reminded of before, and which promises they have not kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from billing.models import Promise, Reminder, ReminderItem
from billing.selectors.promises import broken_promises


@dataclass(frozen=True, slots=True)
class Past:
    """``steps`` are of a charge, or of what fell due on one of its later days: in days from a due day, and that day.

    A step that went on a later day than its own says a later due day; an earlier one it never says.
    """

    steps: Mapping[tuple[int, date | None], Sequence[tuple[int, date]]]
    promises: frozenset[int]
    broken: Mapping[int, Promise]
    reminded: frozenset[int]

    @classmethod
    def of(cls, contact_ids: Sequence[int], day: date) -> "Past":
        items = ReminderItem.objects.filter(reminder__contact_id__in=contact_ids)
        rows = list(items.values_list("charge_id", "part_on", "days", "promise_id", "reminder__day"))
        steps: dict[tuple[int, date | None], list[tuple[int, date]]] = {}
        for charge_id, part_on, days, _promise, sent_on in rows:
            if days is not None:
                steps.setdefault((charge_id, part_on), []).append((days, sent_on - timedelta(days=days)))
        broken = broken_promises(on=day).filter(contact_id__in=contact_ids)
        reminders = Reminder.objects.filter(contact_id__in=contact_ids, day=day)
        return cls(
            steps,
            frozenset(promise for _charge, _part, _days, promise, _sent_on in rows if promise),
            {promise.charge_id: promise for promise in broken},
            frozenset(reminders.values_list("contact_id", flat=True)),
        )

    def latest(self, charge_id: int, part_on: date | None, *, moved_to: date | None = None) -> int | None:
        """Return the furthest step that was reminded of; where an invoice moved the day, with those from then on."""
        known = list(self.steps.get((charge_id, part_on), ()))
        if moved_to is not None:
            known += [step for step in self.steps.get((charge_id, None), ()) if step[1] >= moved_to]
        return max((days for days, _since in known), default=None)
