"""The chart of the profit page: what each month, product or contact earned."""

from datetime import date

from django.utils.formats import date_format
from django.utils.text import Truncator

from billing.charts import WIDTH, Chart, draw
from billing.charts import Group as Place
from billing.selectors.profit import Group, Profit
from tenants.kernel.scope import require_business

MOST = 12
WIDTH_OF_A_LETTER = 7
LETTERS_OF_A_MONTH = len("Nov 2026")


def chart_of(found: Profit) -> Chart:
    """Draw the months in their order, or the dozen that earned and lost most."""
    groups = found.groups
    if found.way != "month" and len(groups) > MOST:
        chosen = sorted(groups, key=lambda group: -abs(group.profit.minor))[:MOST]
        groups = [group for group in groups if group in chosen]
    shown = groups[-2 * MOST :]
    letters = WIDTH // (WIDTH_OF_A_LETTER * max(1, len(shown)))
    write = _month if found.way == "month" else _cut
    return draw([_place(group, write(group, letters)) for group in shown])


def _place(group: Group, tick: str) -> Place:
    amount = group.profit
    kind = "chart__in" if amount.minor > 0 else "chart__out"
    label = f"{group.label}: {amount.format(require_business().locale)}"
    return Place(tick, [(amount.minor, kind, label)])


def _cut(group: Group, letters: int) -> str:
    return Truncator(group.label).chars(letters)


def _month(group: Group, letters: int) -> str:
    """Write a month so that it fits: ``Nov 2026``, or ``Nov`` where there are many."""
    return date_format(date.fromisoformat(f"{group.key}-01"), "M Y" if letters >= LETTERS_OF_A_MONTH else "M")
