"""What happened in a business's year: a plan of days made from a seeded die, the same on every machine."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.demo.seed.trades import ContactSketch, Item, Trade

YEAR = timedelta(days=365)
SETTLING_DAYS = {"prompt": (1, 9), "steady": (8, 24), "slow": (25, 70)}
MANNERS = ("prompt", "prompt", "steady", "steady", "steady", "slow")
FORGOTTEN = 0.12
METHODS = ("transfer", "transfer", "transfer", "cash", "cheque")
ORDERS_A_YEAR = {"wholesale": 24, "weekly": 14, "contract": 12, "fleet": 14, "office": 10, "events": 5, "wedding": 3}
BY_TAG = {
    "wholesale": (8, 0, 9),
    "weekly": (0, 0, 1),
    "office": (1, 1, 4),
    "events": (5, 4, 2, 6),
    "wedding": (3, 7, 6),
    "fleet": (0, 1, 4),
    "contract": (1,),
    "boiler": (2, 3, 5),
    "cycling": (0, 4, 3),
}


@dataclass(frozen=True)
class Order:
    """Something put on an account, and when it was paid, if it was."""

    at: datetime
    item: Item
    quantity: int
    reason: str
    due_on: date
    paid_at: datetime | None
    method: str


@dataclass(frozen=True)
class Acquaintance:
    """A contact's year with the business."""

    sketch: ContactSketch
    since: datetime
    orders: tuple[Order, ...]


def year_of(trade: Trade, today: date) -> Iterator[Acquaintance]:
    """Yield every contact's year up to today; the cast is known from the first day on."""
    sketches = [sketch for _person, sketch in trade.cast] + list(trade.contacts)
    for number, sketch in enumerate(sketches):
        die = random.Random(f"{trade.subdomain}/{number}")  # noqa: S311 the same year on every machine
        start = today - YEAR + timedelta(days=2 if number < len(trade.cast) else die.randrange(4, 330))
        if number >= len(sketches) - 2:
            start = today - timedelta(days=die.randrange(1, 4))  # somebody is always new
        since = _at(trade, start, die)
        yield Acquaintance(sketch, since, tuple(_orders(trade, sketch, since, today, die)))


def _orders(trade: Trade, sketch: ContactSketch, since: datetime, today: date, die: random.Random) -> Iterator[Order]:
    manner = die.choice(MANNERS)
    span = (today - since.date()).days
    wished = max((ORDERS_A_YEAR.get(tag, 3) for tag in sketch.tags), default=3)
    count = max(1, round(wished * span / YEAR.days))
    for day in sorted(die.sample(range(1, span + 1), min(count, span))) if span > 1 else [0]:
        yield _order(trade, sketch, _at(trade, since.date() + timedelta(days=day), die), manner, die)


def _order(trade: Trade, sketch: ContactSketch, at: datetime, manner: str, die: random.Random) -> Order:
    item = trade.catalogue[die.choice(_fitting(trade, sketch))]
    low, high = SETTLING_DAYS[manner]
    settled = at + timedelta(days=die.randint(low, high), hours=die.randint(0, 5))
    forgotten = manner == "slow" and die.random() < FORGOTTEN
    now = datetime.now(tz=at.tzinfo)
    return Order(
        at=min(at, now - timedelta(minutes=5)),
        item=item,
        quantity=_quantity(item, die),
        reason=die.choice(trade.reasons[item.name]),
        due_on=at.date() + timedelta(days=14),
        paid_at=None if forgotten or settled >= now else settled,
        method=die.choice(METHODS),
    )


def _fitting(trade: Trade, sketch: ContactSketch) -> list[int]:
    fitting = [index for tag in sketch.tags for index in BY_TAG.get(tag, ())]
    usual = [index for index in fitting if index < len(trade.catalogue)]
    return usual or list(range(len(trade.catalogue)))


def _quantity(item: Item, die: random.Random) -> int:
    return {"guest": die.randint(12, 60), "loaf": die.randint(20, 80), "tray": die.randint(1, 4)}.get(item.unit, 1)


def _at(trade: Trade, day: date, die: random.Random) -> datetime:
    return datetime.combine(day, time(die.randint(8, 17), die.randint(0, 59)), tzinfo=ZoneInfo(trade.time_zone))
