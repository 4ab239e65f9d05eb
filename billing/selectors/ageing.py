"""How old what is owed is, for the whole business: by contact and in all, each currency for itself."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import BigIntegerField, F, Sum
from django.db.models.expressions import Combinable

from billing.models import LedgerEntry
from billing.selectors.overdue import due_before
from billing.selectors.statements import AGES, Age
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

SHOWN = 500
_LASTS = [last for last, _label in AGES if last is not None]


@dataclass(frozen=True, slots=True)
class Aged:
    """What one contact owes in one currency, by how late it is."""

    contact_id: int
    name: str
    ages: list[Money]
    total: Money

    @property
    def labelled(self) -> list[Age]:
        """What is owed, each age named."""
        return [Age(label, due) for (_last, label), due in zip(AGES, self.ages, strict=True)]

    @property
    def late(self) -> int:
        """In minor units: all but what is not due yet."""
        return self.total.minor - self.ages[0].minor


@dataclass(frozen=True, slots=True)
class Ageing:
    """One currency: its sums by age, and those who owe it, who owes most of what is late first."""

    currency: str
    ages: list[Age]
    total: Money
    contacts: list[Aged]
    more: int


def ageing(seen_by: User) -> list[Ageing]:
    """Return what is owed to the business today by age, in one query that reads only what is open."""
    found: dict[str, list[Aged]] = {}
    for row in _rows(seen_by):
        money = [Money(row[f"age_{number}"] or 0, row["currency"]) for number in range(len(AGES))]
        total = sum(money, start=Money.zero(row["currency"]))
        aged = Aged(row["contact_id"], row["contact__display_name"], money, total)
        found.setdefault(aged.total.currency, []).append(aged)
    own = require_business().currency
    return [_of(currency, found[currency]) for currency in sorted(found, key=lambda one: (one != own, one))]


def _rows(seen_by: User) -> list[Any]:
    today = clock.today(require_business().time_zone)
    debits = LedgerEntry.objects.unsettled().debits().filter(sight.within(seen_by))
    by_age = {f"by_{number}": due_before(today - timedelta(days=last)) for number, last in enumerate(_LASTS)}
    sums = {f"age_{number}": Sum(_of_age(number), output_field=BigIntegerField()) for number in range(len(AGES))}
    grouped = debits.annotate(**by_age).values("contact_id", "contact__display_name", "currency")
    return list(grouped.annotate(**sums))


def _of_age(number: int) -> Combinable:
    """What fell due before the youngest day of an age, less what fell due before its oldest."""
    younger = F(f"by_{number - 1}") if number else F("open_minor")
    return younger - F(f"by_{number}") if number < len(_LASTS) else younger


def _of(currency: str, contacts: list[Aged]) -> Ageing:
    zero = Money.zero(currency)
    ordered = sorted(contacts, key=lambda one: (-one.late, -one.total.minor, one.contact_id))
    ages = [
        Age(label, sum((one.ages[number] for one in ordered), start=zero)) for number, (_last, label) in enumerate(AGES)
    ]
    total = sum((one.total for one in ordered), start=zero)
    return Ageing(currency, ages, total, ordered[:SHOWN], max(0, len(ordered) - SHOWN))
