"""The clock test of money: two years of charges, invoices, cards, reminders, fees and statements, in three time zones.

Over a leap day and every change of the clocks; the daily hour is one that some days do not have. What must come of it
is told month by month from the calendar, which shares nothing with the rules that run.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time

import pytest

from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tenants.services.businesses import change_business
from tests.billing import books
from tests.billing.card_gateway import CardGateway
from tests.billing.clock_world import NOON, at
from tests.billing.money_world import (
    DAY,
    FIRST,
    LAST,
    SUNDAY,
    Books,
    Event,
    card_is_renewed,
    does_not_pay,
    pays_by_card,
    rules,
    subscribe,
)

EARLY, SIX, SEVEN = time(5), time(6), time(7)
HOURS = {
    "Europe/Lisbon": (1, {date(2027, 3, 28): time(2), date(2028, 3, 26): time(2)}),
    "America/New_York": (2, {date(2027, 3, 14): time(3), date(2028, 3, 12): time(3)}),
    "Australia/Lord_Howe": (2, {date(2027, 10, 3): time(2, 30), date(2028, 10, 1): time(2, 30)}),
}
"""The hour of the daily work, and the days that do not have it, with the time that they have instead."""
MONTHS = [(2027 + number // 12, number % 12 + 1) for number in range(2, 26)]
ENDS = [date(year, month, monthrange(year, month)[1]) for year, month in MONTHS]
REFUSED, GIVEN_UP = date(2027, 10, 31), date(2028, 2, 29)
"""What Cleo's card pays only with its last try, and what it does not pay at all."""


def due(end: date) -> date:
    """An invoice of a month's end is due two days later."""
    return end + 2 * DAY


def paid_by_carl(number: int) -> tuple[int, int]:
    """Return how many days after it was due Carl pays for a month, and how much: late fees come after five days."""
    return {2: (9, 3500), 5: (2, 3000)}.get(number % 6, (-2, 3000))


@pytest.fixture(params=HOURS)
def zone(request, acme, settings) -> Iterator[str]:
    settings.STRIPE_GATEWAY = "tests.billing.card_gateway.CardGateway"
    CardGateway.begin()
    change = {"time_zone": request.param, "stripe_account": "acct_clock", "charges_enabled": True}
    with business_scope(change_business(acme.id, **change)):
        yield request.param


@pytest.fixture
def walk(zone) -> Books:
    walk = Books()
    with clock.held_at(at(FIRST, NOON)):
        rules(HOURS[zone][0])
        cleo, carl = subscribe("Cleo van Dam", 2000), subscribe("Carl Brandt", 3000)
        CardGateway.renew(2028, 11)
        pays_by_card(cleo, "acct_clock")
        does_not_pay(walk)
    for end, code, days in ((REFUSED, "insufficient_funds", 6), (GIVEN_UP, "insufficient_funds", 7)):
        walk.on(due(end) - DAY, CardGateway.decline, code)
        walk.on(due(end) + days * DAY, CardGateway.decline, "")
    walk.on(due(GIVEN_UP) + 10 * DAY, books.pay, cleo, 2000, send_receipt=False)
    walk.on(date(2028, 11, 20), card_is_renewed, cleo, 2033, 11)
    for number, end in enumerate(ENDS[:-1]):
        days, minor = paid_by_carl(number)
        walk.on(due(end) + days * DAY, books.pay, carl, minor, send_receipt=False)
    return walk


class Story:
    """What must happen in a time zone, told from the calendar."""

    def __init__(self, zone: str) -> None:
        self.hour, self.moved = HOURS[zone]
        self.events: list[Event] = []

    def tell(self) -> list[Event]:
        for number, end in enumerate(ENDS):
            self._month_end(end, "Cleo", "€20.00")
            self._month_end(end, "Carl", "€30.00", owed="€0.00" if paid_by_carl(number)[0] < 0 else "€30.00")
            self._card(end)
            self._carl(number, due(end))
        self._given_up(due(GIVEN_UP))
        self._dora()
        self._add(date(2028, 10, 31), SEVEN, "Cleo", "card_expiring", "11/28")
        return sorted(event for event in self.events if event[0] <= LAST)

    def daily(self, day: date) -> time:
        return self.moved.get(day, time(self.hour))

    def _month_end(self, end: date, name: str, amount: str, *, owed: str = "€20.00") -> None:
        self._add(end, EARLY, name, "charge", amount)
        self._add(end, SIX, name, "invoice", amount)
        self._daily(end + DAY, name, "statement", owed)

    def _card(self, end: date) -> None:
        day = due(end)
        self._add(end, SEVEN, "Cleo", "autopay_soon", "€20.00")
        if end == REFUSED:
            self._refused(day, 1, 3, 7)
            day += 7 * DAY
        if end != GIVEN_UP:
            self._by_card(day, "€20.00")

    def _given_up(self, day: date) -> None:
        """The fee comes once the card has been given up, and is paid by it, which works again."""
        self._refused(day, 1, 3, 7, None)
        after = day + 8 * DAY
        self._daily(after, "Cleo", "charge", "€5.00")
        self._daily(after, "Cleo", "reminder", "A reminder to pay: €25.00")
        self._by_card(after, "€5.00")
        self._add(day + 10 * DAY, NOON, "Cleo", "payment", "-€20.00")

    def _refused(self, day: date, *again: int | None) -> None:
        tried = [0, *(days for days in again if days)]
        for days, later in zip(tried, again, strict=False):
            on = day + (later or 0) * DAY
            text = f"{on.day} {on:%B %Y}" if later else "never"
            self._add(day + days * DAY, SEVEN, "Cleo", "autopay_failed", f"€20.00, again {text}")

    def _by_card(self, day: date, amount: str) -> None:
        self._add(day, SEVEN, "Cleo", "payment", f"-{amount}")
        self._add(day, SEVEN, "Cleo", "receipt", amount)

    def _carl(self, number: int, day: date) -> None:
        days, minor = paid_by_carl(number)
        self._add(day + days * DAY, NOON, "Carl", "payment", f"-€{minor / 100:.2f}")
        if days > 0:
            self._reminded("Carl", "A payment is due soon: €30.00", day - DAY)
            self._reminded("Carl", "A reminder to pay: €30.00", day + DAY)
        if days > 5:
            self._daily(day + 5 * DAY, "Carl", "charge", "€5.00")
            self._reminded("Carl", "A reminder to pay: €35.00", day + 6 * DAY, day + 7 * DAY)

    def _dora(self) -> None:
        """Her fees come on the last days of months, and each is reminded of after one day and after seven."""
        self._add(date(2028, 1, 24), NOON, "Dora", "charge", "€100.00")
        self._reminded("Dora", "A payment is due soon: €100.00", date(2028, 1, 25))
        self._reminded("Dora", "A reminder to pay: €100.00", date(2028, 1, 27))
        self._reminded("Dora", "A reminder to pay: €105.00", date(2028, 2, 2))
        for end, owed in ((date(2028, 1, 31), "€105.00"), (date(2028, 2, 29), "€110.00")):
            self._daily(end, "Dora", "charge", "€5.00")
            self._daily(end + DAY, "Dora", "statement", owed)
            self._reminded("Dora", f"A reminder to pay: {owed}", end + DAY, end + 7 * DAY)
        self._add(date(2028, 3, 10), NOON, "Dora", "payment", "-€110.00")
        self._daily(date(2028, 4, 1), "Dora", "statement", "€0.00")

    def _reminded(self, name: str, text: str, *days: date) -> None:
        """On a Sunday nobody is: it goes on Monday, in one mail with what goes then."""
        for day in {day + DAY if day.weekday() == SUNDAY else day for day in days}:
            self._daily(day, name, "reminder", text)

    def _daily(self, day: date, *what: str) -> None:
        self._add(day, self.daily(day), *what)

    def _add(self, day: date, hour: time, name: str, what: str, how_much: str) -> None:
        self.events.append((day, hour, name, what, how_much))


def test_two_years_of_money_are_exactly_these(zone, walk):
    walk.live_until(LAST)

    story = Story(zone)
    assert sorted(walk.events) == story.tell()
    assert len(walk.events) == 289
    days = [FIRST + number * DAY for number in range(1, (LAST - FIRST).days + 1)]
    assert walk.begun["billing.day"] == [datetime.combine(day, story.daily(day)) for day in days]
    assert walk.begun["billing.autopay_day"] == [datetime.combine(day, SEVEN) for day in days]
    assert len(CardGateway.asked) == 30
    books.assert_books_add_up()


def test_a_month_of_the_story_written_out():
    """So that the telling itself is not believed blindly: Cleo's card fails over a leap day and a change of clocks."""
    events = [event for event in Story("America/New_York").tell() if event[2] == "Cleo" and f"{event[0]:%m}" == "03"]

    assert [f"{day} {at:%H:%M} {what} {said}" for day, at, _name, what, said in events if day.year == 2028] == [
        "2028-03-01 02:00 statement €20.00",
        "2028-03-02 07:00 autopay_failed €20.00, again 3 March 2028",
        "2028-03-03 07:00 autopay_failed €20.00, again 5 March 2028",
        "2028-03-05 07:00 autopay_failed €20.00, again 9 March 2028",
        "2028-03-09 07:00 autopay_failed €20.00, again never",
        "2028-03-10 02:00 charge €5.00",
        "2028-03-10 02:00 reminder A reminder to pay: €25.00",
        "2028-03-10 07:00 payment -€5.00",
        "2028-03-10 07:00 receipt €5.00",
        "2028-03-12 12:00 payment -€20.00",
        "2028-03-31 05:00 charge €20.00",
        "2028-03-31 06:00 invoice €20.00",
        "2028-03-31 07:00 autopay_soon €20.00",
    ]
