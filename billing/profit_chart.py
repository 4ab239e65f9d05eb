"""The chart of the profit page: what each month, product or contact earned."""

from django.utils.text import Truncator

from billing.charts import Chart, draw
from billing.charts import Group as Place
from billing.selectors.profit import Group, Profit
from tenants.kernel.scope import require_business

MOST = 12
LONGEST_TICK = 11


def chart_of(found: Profit) -> Chart:
    """Draw the months in their order, or the dozen that earned and lost most."""
    groups = found.groups
    if found.way != "month" and len(groups) > MOST:
        chosen = sorted(groups, key=lambda group: -abs(group.profit.minor))[:MOST]
        groups = [group for group in groups if group in chosen]
    return draw([_place(group) for group in groups[-2 * MOST :]])


def _place(group: Group) -> Place:
    amount = group.profit
    kind = "chart__in" if amount.minor > 0 else "chart__out"
    label = f"{group.label}: {amount.format(require_business().locale)}"
    return Place(Truncator(group.label).chars(LONGEST_TICK), [(amount.minor, kind, label)])
