"""Profit in sentences that a shopkeeper understands."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.selectors.profit import NOBODYS, OVERHEAD, Group, Profit
from billing.selectors.profit_parts import Kind, Part
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

KINDS: dict[Kind, str | Promise] = {
    Kind.CHARGED: gettext_lazy("Charged"),
    Kind.LET_GO: gettext_lazy("Let go"),
    Kind.COST: gettext_lazy("Cost"),
    Kind.FEE: gettext_lazy("Stripe fee"),
    Kind.EXPENSE: gettext_lazy("Expense"),
}


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A row behind a figure, as pages and tables show it."""

    part: Part
    kind: str | Promise
    amount: Money


def shown(part: Part) -> ShownPart:
    return ShownPart(part, KINDS[part.kind], Money(part.minor, require_business().currency))


def in_words(found: Profit) -> str:
    """Say what was earned of what was charged, what earned most, and what cost more than it brought."""
    total = found.total
    if not found.groups:
        return _("Nothing was charged or spent from %(since)s to %(until)s.") % _days(found)
    facts = {**_days(found), "profit": _text(total.profit), "charged": _text(total.charged)}
    if total.profit.minor >= 0:
        said = _("From %(since)s to %(until)s you earned %(profit)s on %(charged)s charged without tax") % facts
    else:
        facts["profit"] = _text(-total.profit)
        said = _("From %(since)s to %(until)s you lost %(profit)s on %(charged)s charged without tax") % facts
    if total.charged.minor > 0 and total.profit.minor > 0:
        percent = round(100 * total.profit.minor / total.charged.minor)
        said += ", " + _("which is %(percent)s %%") % {"percent": percent}
    return " ".join(part for part in (said + ".", _best_and_worst(found)) if part)


def _best_and_worst(found: Profit) -> str:
    named = [group for group in found.groups if group.key not in (OVERHEAD, NOBODYS)]
    said = []
    best = max(named, key=lambda group: group.profit.minor, default=None)
    if best is not None and best.profit.minor > 0 and len(named) > 1:
        said.append(_("%(name)s earned most: %(profit)s.") % _facts(best))
    worst = min(named, key=lambda group: group.profit.minor, default=None)
    if worst is not None and worst.profit.minor < 0:
        said.append(_("%(name)s cost more than it brought: %(profit)s.") % _facts(worst))
    return " ".join(said)


def _facts(group: Group) -> dict[str, str]:
    return {"name": group.label, "profit": _text(group.profit)}


def _days(found: Profit) -> dict[str, str]:
    period = found.period
    return {"since": date_format(period.since, "j F Y"), "until": date_format(period.until, "j F Y")}


def _text(money: Money) -> str:
    return money.format(require_business().locale)
