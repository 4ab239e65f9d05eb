"""Money in the list of contacts: a column, read for the whole page at once, and a filter."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from billing.selectors.accounts import Standing, all_standings, overdue_entries
from crm.registry import Cells, Column, Condition, Filter, register_column, register_filter
from tenants.accounts.models import User


def register() -> None:
    register_column(Column(name="balance", label=_("Balance"), order=10, cells=balance_cells, is_numeric=True))
    register_filter(Filter(name="overdue", label=_("Overdue"), order=10, condition=owes_too_long))


def balance_cells(request: HttpRequest, contact_ids: Sequence[int]) -> Cells | None:
    if not _may_see_money(request):
        return None
    found = all_standings(contact_ids)
    return {
        contact_id: render_to_string("billing/panels/balance.html", {"standings": _used(standings)}, request)
        for contact_id, standings in found.items()
    }


def _used(standings: list[Standing]) -> list[Standing]:
    """Leave out an account on which nothing is, where there is another."""
    return [standing for standing in standings if standing.balance] or standings


def owes_too_long(request: HttpRequest) -> Condition | None:
    if not _may_see_money(request):
        return None
    return Exists(overdue_entries().filter(contact=OuterRef("pk")))


def _may_see_money(request: HttpRequest) -> bool:
    member: User | None = getattr(request, "member", None)
    return member is not None and member.may("ledger.view")
