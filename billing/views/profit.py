"""What the business earns, by product, contact and month, down to the rows that make a figure."""

from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from billing.profit_chart import chart_of
from billing.profit_files import parts_csv, profit_csv
from billing.profit_words import in_words, shown
from billing.selectors.profit import WAYS, label_of, profit, rows_of, total_of
from billing.selectors.statements import Period
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel import clock
from tenants.kernel.errors import NotFound

SHOWN = 200
LONGEST_KEY = 20


@allowed("costs.view")
@require_safe
def profit_page(request: MemberRequest) -> HttpResponse:
    period, way = _period(request), _way(request.GET)
    found = profit(period, way=way, member=request.member)
    context = {
        "found": found,
        "sentence": in_words(found),
        "chart": chart_of(found),
        "days": _days(period),
        "periods": _usual(clock.today(request.business.time_zone)),
        "sees_all": request.member.sees_all_contacts,
    }
    return render(request, "billing/profit.html", context)


@allowed("costs.view")
@require_safe
def profit_rows(request: MemberRequest) -> HttpResponse:
    """The rows behind one figure; they add up to it."""
    period, way, key = _period(request), _way(request.GET), request.GET.get("key", "")[:LONGEST_KEY]
    rows = rows_of(period, way=way, key=key, member=request.member)
    if not rows:
        raise NotFound
    context: dict[str, Any] = {
        "rows": [shown(part) for part in rows[:SHOWN]],
        "more": max(0, len(rows) - SHOWN),
        "total": total_of(rows),
        "label": label_of(key, way),
        "period": period,
        "days": _days(period),
        "way": way,
        "key": key,
    }
    return render(request, "billing/profit_rows.html", context)


@allowed("costs.view")
@require_safe
def profit_table(request: MemberRequest) -> HttpResponse:
    """The sums as CSV, or with ``?key=`` the rows behind one of them."""
    period, way, key = _period(request), _way(request.GET), request.GET.get("key", "")[:LONGEST_KEY]
    if key:
        text = parts_csv(rows_of(period, way=way, key=key, member=request.member))
    else:
        text = profit_csv(profit(period, way=way, member=request.member))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="profit {period.since} {period.until}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _period(request: MemberRequest) -> Period:
    """Return the days asked for; twelve months up to today when nothing is."""
    today = clock.today(request.business.time_zone)
    since, until = _day(request.GET.get("since")), _day(request.GET.get("until"))
    return Period.of(since or _months_before(until or today, 11), until or today)


def _way(query: QueryDict) -> str:
    way = query.get("by", "")
    return way if way in WAYS else WAYS[0]


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text or "")
    except ValueError:  # a day that no calendar has
        return None


def _months_before(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    return date(max(1, number // 12), number % 12 + 1, 1) if number >= 12 else date.min  # noqa: PLR2004 year one


def _days(period: Period) -> str:
    return urlencode({"since": period.since.isoformat(), "until": period.until.isoformat()})


def _usual(today: date) -> list[tuple[str, str]]:
    """Return the periods that are asked for most, by name: this month, last month, this year, twelve months."""
    last = _months_before(today, 1)
    end_of_last = date.fromordinal(today.replace(day=1).toordinal() - 1)
    return [
        ("month", _days(Period(today.replace(day=1), today))),
        ("last", _days(Period(last, end_of_last))),
        ("year", _days(Period(today.replace(month=1, day=1), today))),
        ("twelve", _days(Period(_months_before(today, 11), today))),
    ]
