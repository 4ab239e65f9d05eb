"""Lists in pages by key: ``?cursor=`` goes on where the last page ended, and costs the same on every page."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.request import Request

from tenants.kernel.pages import row_id

DEFAULT, MOST = 50, 100
Row = TypeVar("Row", bound=Model)


class PageQuery(serializers.Serializer[Any]):
    """What every list may be asked."""

    limit = serializers.IntegerField(
        min_value=1, max_value=MOST, default=DEFAULT, required=False, help_text="How many rows at most."
    )
    cursor = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=600, help_text="“next” of the page before."
    )


def asked(query: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """Return what the address asks for; raises ValidationError."""
    form = query(data=request.query_params)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


def newest_first(rows: "QuerySet[Row]", ask: dict[str, Any], show: Callable[[Row], Any]) -> dict[str, Any]:
    """Return one page, newest first."""
    before = row_id(ask["cursor"])
    if ask["cursor"] and before is None:
        raise serializers.ValidationError({"cursor": ["Send “next” of the page before, as it was."]})
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: ask["limit"] + 1])
    shown = found[: ask["limit"]]
    more = len(found) > len(shown)
    return {"results": [show(row) for row in shown], "next": str(shown[-1].pk) if more else None}
