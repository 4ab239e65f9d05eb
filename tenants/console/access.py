"""Who may open what on the console: operators with both factors, and those who are on their way to the second."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode

from tenants.accounts.access import Access, View


def operators(view: View) -> View:
    """Operators whose password and second factor were right, and who have a password of their own."""

    def lead_away(request: Any) -> HttpResponseBase | None:
        if request.half_way is not None:
            return redirect(next_step(request.half_way))
        if request.operator is None:
            return _to_sign_in(request)
        if request.operator.must_change_password and not getattr(view, "one_time_suffices", False):
            return redirect("console:password")
        return None

    return _guarded(view, Access("operator"), lead_away)


def half_way(view: View) -> View:
    """Those whose password was right and whose second factor is still to come; nobody else."""

    def lead_away(request: Any) -> HttpResponseBase | None:
        if request.operator is not None:
            return redirect("console:overview")
        return None if request.half_way is not None else redirect("console:sign_in")

    return _guarded(view, Access("half_way"), lead_away)


def one_time_suffices(view: View) -> View:
    """Open also to an operator who has yet to choose a password of their own; stands below ``@operators``."""
    view.one_time_suffices = True  # type: ignore[attr-defined]
    return view


def next_step(operator: Any) -> str:
    """Name the page that asks for the second factor, or has it set up."""
    return "console:code" if operator.has_second_factor else "console:set_up"


def _guarded(view: View, access: Access, lead_away: Callable[[Any], HttpResponseBase | None]) -> View:
    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return lead_away(request) or view(request, *args, **kwargs)

    guarded.access = access  # type: ignore[attr-defined]
    return cast(View, guarded)


def _to_sign_in(request: Any) -> HttpResponseBase:
    target = request.get_full_path() if request.method == "GET" else "/"
    return redirect("/sign-in/" + (f"?{urlencode({'next': target})}" if target != "/" else ""))
