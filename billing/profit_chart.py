"""The chart of the profit page: what each month, product or contact earned."""

from django.utils.text import Truncator

from billing.charts import WIDTH, Chart, draw
from billing.charts import Group as Place
from billing.selectors.profit import Group, Profit
from tenants.kernel.scope import require_business

MOST = 12
WIDTH_OF_A_LETTER = 7


def chart_of(found: Profit) -> Chart:
    """Draw the months in their order, or the dozen that earned and lost most."""
    groups = found.groups
    if found.way != "month" and len(groups) > MOST:
        chosen = sorted(groups, key=lambda group: -abs(group.profit.minor))[:MOST]
        groups = [group for group in groups if group in chosen]
    shown = groups[-2 * MOST :]
    letters = WIDTH // (WIDTH_OF_A_LETTER * max(1, len(shown)))
    return draw([_place(group, letters) for group in shown])


def _place(group: Group, letters: int) -> Place:
    amount = group.profit
    kind = "chart__in" if amount.minor > 0 else "chart__out"
    label = f"{group.label}: {amount.format(require_business().locale)}"
    return Place(Truncator(group.label).chars(letters), [(amount.minor, kind, label)])
