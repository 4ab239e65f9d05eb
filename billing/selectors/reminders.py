"""Who is reminded of what on a day, and why others are not: the preview and the sending ask the same question."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import F, Q, QuerySet

from billing.models import ContactReminders, InstalmentPart, InstalmentPlan, LedgerEntry, Reminder, ReminderRules
from billing.selectors.instalments import instalment_days
from billing.selectors.pressing import Hold, Pressing, pressing
from billing.selectors.reminded import Past
from billing.selectors.reminder_reach import Reach, reach_of
from billing.selectors.reminder_rules import reminder_rules
from billing.selectors.transfers import beyond
from crm.models import Contact
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel.mail import Recipient
from tenants.kernel.money import Money


class Skip(StrEnum):
    """Why a contact who owes something is not reminded on a day."""

    EXCLUDED = "excluded"
    LEFT_OUT = "left_out"
    PUT_AWAY = "put_away"
    NO_ADDRESS = "no_address"
    SUPPRESSED = "suppressed"
    AUTOPAY = "autopay"
    QUERIED = "queried"
    PROMISED = "promised"
    IN_PARTS = "in_parts"
    ON_ITS_WAY = "on_its_way"
    TOLD = "told"
    DISPUTED = "disputed"
    HELD = "held"
    REMINDED = "reminded"
    NO_STEP = "no_step"


@dataclass(frozen=True, slots=True)
class Step:
    """A place in the schedule, in days from the due date; or the promise that was not kept.

    ``part_on`` is the due date where it is not the charge's own: that of a part of it, or of its invoice.
    """

    days: int | None = None
    promise_id: int | None = None
    part_on: date | None = None

    @property
    def ahead(self) -> int:
        """How many days before the due date it lies."""
        return -(self.days or 0)


@dataclass(frozen=True, slots=True)
class Line:
    """What is due of one charge on the day; ``steps`` are those it has reached and nobody was reminded of yet.

    ``is_reached``: any at all, reminded of or not. ``hold`` says why it is left alone. Of what is paid in parts it is
    the parts that are late, else the next one. ``told`` is said to have been transferred, and no part of ``due``.
    """

    entry: LedgerEntry
    due: Money
    due_on: date
    days_late: int
    is_reached: bool
    steps: tuple[Step, ...]
    hold: Hold | None
    told: Money | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One contact on one day: what they owe, who would be written to, and ``skip``, why nobody is."""

    contact: Contact
    day: date
    lines: Sequence[Line]
    recipient: Recipient | None
    skip: Skip | None

    @property
    def told(self) -> list[Line]:
        """What the mail lists: everything that is open and that nobody has to be patient about."""
        return [line for line in self.lines if line.hold is None]

    @property
    def steps(self) -> list[tuple[int, Step]]:
        """The charges and the steps that this day's mail is for."""
        return [(line.entry.charge_id or 0, step) for line in self.told for step in line.steps]

    @property
    def latest(self) -> Step | None:
        """The step that weighs most: a broken promise, else the one furthest from the due date."""
        steps = [step for _charge_id, step in self.steps]
        return max(steps, key=lambda step: (step.promise_id is not None, step.days or 0), default=None)

    @property
    def owed(self) -> list[Money]:
        """What they owe, in each currency."""
        return by_currency(line.due for line in self.lines)

    @property
    def may_be_sent(self) -> bool:
        """Say whether a member may send it now: a step need not have been reached."""
        return self.skip in (None, Skip.NO_STEP, Skip.LEFT_OUT)


def by_currency(amounts: Iterable[Money]) -> list[Money]:
    """Add up money of one currency each."""
    sums: dict[str, Money] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, Money.zero(money.currency)) + money
    return list(sums.values())


def owing(day: date, rules: ReminderRules, *, after: int = 0) -> QuerySet[LedgerEntry]:
    """Return what is open of charges near or past their due day, or that of a part; it reads only what is unsettled."""
    until = day + timedelta(days=rules.lead)
    parts = InstalmentPart.objects.filter(plan__state=InstalmentPlan.State.ACTIVE, due_on__lte=until)
    is_near = Q(due_on__lte=until) | Q(charge__in=parts.values("charge"))
    return LedgerEntry.objects.unsettled().filter(is_near, kind=LedgerEntry.Kind.CHARGE, contact_id__gt=after)


def owing_contacts(day: date, *, after: int = 0, limit: int, seen_by: User | None = None) -> list[int]:
    """Return the next contacts who owe something that a reminder could be about."""
    found = owing(day, reminder_rules(), after=after)
    if seen_by is not None:
        found = found.filter(sight.within(seen_by))
    ids = found.order_by("contact_id").values_list("contact_id", flat=True).distinct()
    return list(ids[:limit])


def plan(day: date, contact_ids: Iterable[int]) -> list[Planned]:
    """Return what happens to each of these contacts on a day, in a fixed number of queries."""
    rules, ids = reminder_rules(), list(contact_ids)
    entries = LedgerEntry.objects.unsettled().filter(contact_id__in=ids, kind=LedgerEntry.Kind.CHARGE)
    by_contact: dict[int, list[LedgerEntry]] = {}
    invoiced = entries.select_related("charge").annotate(invoiced_on=F("charge__invoice__issued_on"))
    for entry in invoiced.order_by("due_on", "pk"):
        by_contact.setdefault(entry.contact_id, []).append(entry)
    held, past, parts = pressing(ids, on=day), Past.of(ids, day), _parts_of(by_contact)
    reach = reach_of(by_contact)
    contacts = Contact.objects.in_bulk(by_contact)
    planned = []
    for contact_id, open_entries in by_contact.items():
        asked = [_asked(entry, parts, day, held.told.get(entry.charge_id or 0, 0)) for entry in open_entries]
        lines = [_line(one, day, rules, held, past) for one in asked]
        planned.append(_planned(contacts[contact_id], day, lines, reach[contact_id], past))
    return sorted(planned, key=lambda one: one.contact.pk)


def reminders_of(contact_id: int, *, limit: int = 5) -> list[Reminder]:
    """Return the latest reminders of a contact."""
    return list(Reminder.objects.filter(contact_id=contact_id).order_by("-day")[:limit])


def choice_of(contact_id: int) -> ContactReminders:
    """Return what is different for a contact; as it is from the start while nobody has changed anything."""
    return ContactReminders.objects.filter(contact_id=contact_id).first() or ContactReminders(contact_id=contact_id)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for of a charge, and since when; ``part_on`` where that is a part of it.

    ``moved_to`` is the due day of the invoice on which it stands, ``since`` that on which this has been so.
    """

    entry: LedgerEntry
    due: Money
    due_on: date
    part_on: date | None
    moved_to: date | None
    since: date
    told_minor: int

    @property
    def told(self) -> Money | None:
        return Money(self.told_minor, self.entry.currency) if self.told_minor else None

    @property
    def charge_id(self) -> int:
        return self.entry.charge_id or 0


def _parts_of(by_contact: Mapping[int, Sequence[LedgerEntry]]) -> dict[int, list[tuple[date, Money]]]:
    return instalment_days(entry.charge_id for entries in by_contact.values() for entry in entries if entry.charge_id)


def _asked(entry: LedgerEntry, parts: Mapping[int, Sequence[tuple[date, Money]]], day: date, told_minor: int) -> _Asked:
    planned = parts.get(entry.charge_id or 0)
    due_on, due = _first_due(planned or [(entry.due_on or day, entry.open)], day, told_minor)
    invoiced_on: date | None = None if planned else entry.invoiced_on  # type: ignore[attr-defined]
    return _Asked(
        entry=entry,
        due=due,
        due_on=due_on,
        part_on=due_on if planned else None,
        moved_to=due_on if invoiced_on else None,
        since=invoiced_on or entry.effective_on,
        told_minor=told_minor,
    )


def _first_due(whole: Sequence[tuple[date, Money]], day: date, told_minor: int) -> tuple[date, Money]:
    """Leave out what is said to have been transferred; where that is all of it, it is shown as what is held."""
    due = beyond(told_minor, whole) or whole
    first_on, first = due[0]
    late = [money for due_on, money in due if due_on < day] or [first]
    return first_on, sum(late[1:], late[0])


def _line(asked: _Asked, day: date, rules: ReminderRules, held: Pressing, past: Past) -> Line:
    late = (day - asked.due_on).days
    reached = _reached(asked, day, rules)
    return Line(
        entry=asked.entry,
        due=asked.due,
        due_on=asked.due_on,
        days_late=late,
        is_reached=reached is not None or asked.charge_id in past.broken,
        steps=tuple(_new_steps(asked, reached, past)),
        hold=held.holds.get(asked.charge_id),
        told=asked.told,
    )


def _reached(asked: _Asked, day: date, rules: ReminderRules) -> int | None:
    """Return the furthest step that lies behind, of those on whose day it was due then already."""
    late, there_for = (day - asked.due_on).days, (day - asked.since).days
    behind = [step for step in rules.steps if step <= late and late - step <= there_for and there_for > 0]
    return max(behind, default=None)


def _new_steps(asked: _Asked, reached: int | None, past: Past) -> Iterator[Step]:
    """Yield a promise that was not kept, and the furthest step: both are dealt with by one mail."""
    broken, own_day = past.broken.get(asked.charge_id), asked.part_on or asked.moved_to
    latest = past.latest(asked.charge_id, own_day, moved_to=asked.moved_to)
    if broken is not None and broken.pk not in past.promises:
        yield Step(promise_id=broken.pk)
    if reached is not None and (latest is None or reached > latest):
        yield Step(days=reached, part_on=own_day)


def _planned(contact: Contact, day: date, lines: Sequence[Line], reach: Reach, past: Past) -> Planned:
    skip = _hindrance(contact, day, reach) or _held(lines)
    if skip is None and contact.pk in past.reminded:
        skip = Skip.REMINDED
    if skip is None and not any(line.steps for line in lines if line.hold is None):
        skip = Skip.NO_STEP
    return Planned(contact, day, lines, reach.recipient, skip)


def _hindrance(contact: Contact, day: date, reach: Reach) -> Skip | None:
    """Return what keeps mail about money from a contact altogether."""
    hindrances = (
        (contact.is_archived, Skip.PUT_AWAY),
        (not reach.reminds, Skip.EXCLUDED),
        (reach.recipient is None, Skip.NO_ADDRESS),
        (reach.is_suppressed, Skip.SUPPRESSED),
        (reach.left_out_on == day, Skip.LEFT_OUT),
    )
    return next((skip for applies, skip in hindrances if applies), None)


def _held(lines: Sequence[Line]) -> Skip | None:
    """Return why nothing of what has been reached is pressed for; None when something is."""
    reached = [line for line in lines if line.is_reached]
    if not reached or any(line.hold is None for line in reached):
        return None
    reasons = {line.hold for line in reached if line.hold}
    return Skip(reasons.pop().value) if len(reasons) == 1 else Skip.HELD
