"""What the demo's businesses have agreed to charge again and again: with whom, for what, and what became of it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from config.demo.seed.trades import Item

MONDAY, FRIDAY = 0, 4


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Something recurring, by the name of who pays it; ``ago`` says how many days ago it was agreed and began."""

    person: str
    item: Item
    every: str
    """A number of units: “1 week”, “3 month”."""
    ago: int
    weekday: int | None = None
    """On which day of the week, Monday being 0, it began at the latest so many days ago; None where any will do."""
    quantity: int = 1
    reason: str = ""
    off: Decimal = Decimal(0)
    """Discount in per cent."""
    due_days: int = 7
    free_days: int = 0
    runs_limit: int | None = None
    may_cancel: bool = False
    forgets: int = 0
    """How many of the newest charges nobody has paid yet."""
    then: str = ""
    """What was done lately: a name in recurring.LATELY."""
    says: dict[str, str] = field(default_factory=dict)


def _service(name: str, price: str, tax: str, unit: str = "") -> Item:
    return Item(name, "", "service", unit, price, "0", tax)


BREAD = Item("Sourdough delivery", "", "service", "month", "96.00", "38.00", "6")
BREAKFAST = Item("Office breakfast", "", "service", "morning", "84.00", "31.50", "13")
RYE = Item("Wholesale rye", "", "product", "loaf", "6.40", "2.35", "6")
FLEET = Item("Fleet contract", "", "service", "month", "420.00", "160.00", "8.875")

AGREEMENTS: dict[str, tuple[Agreement, ...]] = {
    "acme": (
        Agreement(
            person="Cleo Marchetti", item=BREAD, every="1 month", ago=222, may_cancel=True, then="dearer",
            reason="Six loaves, three mornings a week", says={"price": "102.00"},
        ),
        Agreement(
            person="Cleo Marchetti", item=_service("Friday surprise loaf", "6.50", "6"), every="1 week", ago=3,
            weekday=FRIDAY, free_days=13, may_cancel=True, reason="A new recipe each week, the first two on us",
        ),
        Agreement(
            person="Carl Jansen", item=BREAKFAST, every="2 week", ago=62, weekday=MONDAY,
            reason="For the Monday meeting",
        ),
        Agreement(
            person="Inês Barroso", item=RYE, every="1 week", ago=38, quantity=40, off=Decimal(5), due_days=14,
            forgets=2, reason="Standing order, forty loaves",
        ),
        Agreement(
            person="Henrique Salgado", item=BREAD, every="1 month", ago=95, then="paused",
            says={"reason": "The gym is closed for works until spring"},
        ),
        Agreement(
            person="Alice Vergueiro", item=_service("Display counter, rented", "340.00", "23"), every="1 year", ago=330,
            due_days=30, reason="With cleaning twice a year",
        ),
        Agreement(
            person="Joana Pimentel", item=_service("School breakfasts", "420.00", "13"), every="3 month", ago=207,
            due_days=14, then="ending", says={"reason": "The school year is over", "days": "46"},
        ),
        Agreement(
            person="Rui Palhares", item=BREAD, every="1 month", ago=71, may_cancel=True, then="cancelled",
            reason="Delivered to the studio",
        ),
        Agreement(
            person="Salvador Menezes", item=_service("Cakes for the first night", "58.00", "23"), every="1 month",
            ago=131, runs_limit=3, reason="Three first nights",
        ),
    ),
    "globex": (
        Agreement(
            person="Desmond Pryce", item=FLEET, every="1 month", ago=101, due_days=14, forgets=1,
            reason="Ten bicycles, same-day repair",
        ),
        Agreement(
            person="Wanda Holt", item=_service("Winter storage", "28.00", "8.875"), every="1 month", ago=49,
            may_cancel=True, reason="One bicycle, indoors",
        ),
        Agreement(
            person="Theo Abernathy", item=_service("Boiler care plan", "240.00", "0"), every="1 year", ago=345,
            due_days=30, reason="Yearly inspection and one call-out",
        ),
    ),
}  # fmt: skip


def began_on(agreement: Agreement, today: date) -> date:
    """Return the day on which it began, as seen from ``today``."""
    latest = today - timedelta(days=agreement.ago)
    past = 0 if agreement.weekday is None else (latest.weekday() - agreement.weekday) % 7
    return latest - timedelta(days=past)
