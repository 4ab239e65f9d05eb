"""Profit by product, contact and month: the same rows added up three ways, so that all three come to the same."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from billing.models import Product
from billing.selectors.profit_parts import Kind, Part, profit_parts
from billing.selectors.statements import Period
from crm.models import Contact
from tenants.accounts.models import User
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

WAYS = ("product", "contact", "month")
OVERHEAD, NOBODYS = "overhead", "none"


@dataclass(slots=True)
class Group:
    """What one product, contact or month earned; ``key`` names it in addresses."""

    key: str
    label: str = ""
    sums: dict[Kind, int] = field(default_factory=dict)

    def add(self, part: Part) -> None:
        self.sums[part.kind] = self.sums.get(part.kind, 0) + part.minor

    def of(self, kind: Kind) -> Money:
        return Money(self.sums.get(kind, 0), require_business().currency)

    @property
    def charged(self) -> Money:
        return self.of(Kind.CHARGED)

    @property
    def let_go(self) -> Money:
        return self.of(Kind.LET_GO)

    @property
    def cost(self) -> Money:
        return self.of(Kind.COST)

    @property
    def fees(self) -> Money:
        return self.of(Kind.FEE)

    @property
    def expenses(self) -> Money:
        return self.of(Kind.EXPENSE)

    @property
    def profit(self) -> Money:
        return Money(sum(self.sums.values()), require_business().currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profit:
    """A period's profit added up one way; ``apart`` is what no rate is known for, by currency, in none of the sums."""

    period: Period
    way: str
    groups: list[Group]
    total: Group
    apart: list[Money]


def profit(period: Period, *, way: str, member: User) -> Profit:
    """Add the rows of a period up by product, contact or month: what earned most first, months in their order."""
    parts = profit_parts(period, member=member)
    groups: dict[str, Group] = {}
    for part in parts.rows:
        key = key_of(part, way)
        groups.setdefault(key, Group(key)).add(part)
    _name(groups, way)
    if way == "month":
        in_order = [groups[key] for key in sorted(groups)]
    else:
        in_order = sorted(groups.values(), key=lambda group: (-group.profit.minor, group.label))
    return Profit(period=period, way=way, groups=in_order, total=total_of(parts.rows), apart=parts.amounts_apart)


def rows_of(period: Period, *, way: str, key: str, member: User) -> list[Part]:
    """Return the rows that make a figure; they add up to it."""
    return [part for part in profit_parts(period, member=member).rows if key_of(part, way) == key]


def total_of(parts: Iterable[Part]) -> Group:
    total = Group("total")
    for part in parts:
        total.add(part)
    return total


def key_of(part: Part, way: str) -> str:
    """Return to which product, contact or month a row belongs, as its address names it."""
    if way == "month":
        return part.day.isoformat()[:7]
    if part.is_overhead:
        return OVERHEAD
    row_id = part.product_id if way == "product" else part.contact_id
    return NOBODYS if row_id is None else str(row_id)


def label_of(key: str, way: str) -> str:
    """Return what a group is called; for products and contacts this asks the database."""
    groups = {key: Group(key)}
    _name(groups, way)
    return groups[key].label


def _name(groups: dict[str, Group], way: str) -> None:
    ids = [int(key) for key in groups if key.isdecimal()]
    names: dict[int, str] = {}
    if way == "product":
        names = dict(Product.objects.filter(pk__in=ids).values_list("pk", "name"))
    elif way == "contact":
        names = dict(Contact.objects.filter(pk__in=ids).values_list("pk", "display_name"))
    said = {
        OVERHEAD: _("Overhead"),
        NOBODYS: _("Without a product") if way == "product" else _("Without a contact"),
    }
    for key, group in groups.items():
        group.label = said.get(key) or (_month(key) if way == "month" else names.get(int(key), ""))


def _month(key: str) -> str:
    return date_format(date.fromisoformat(f"{key}-01"), "F Y")
