"""Where anybody checks that a paper and the bank details on it are the business's own. No sign-in, and no customer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from billing.errors.papers import NoSuchPaper
from billing.selectors.verification import verify, written
from tenants.accounts.access import anyone
from tenants.accounts.http import BusinessRequest
from tenants.accounts.visitor import Visitor
from tenants.kernel.errors import TooMany
from tenants.throttle import Throttle

LONGEST = 40
asking = Throttle(limit=30, seconds=10 * 60)
"""Codes have 59 bits, so nobody comes upon one by trying; this keeps those who try all the same from costing much."""


@anyone
@never_cache
@require_safe
def ask(request: BusinessRequest) -> HttpResponse:
    """Take the code that stands on a paper."""
    code = written(request.GET.get("code", ""))[:LONGEST]
    if code:
        return redirect("portal:verified", code)
    return _page(request, {"is_empty": "code" in request.GET}, status=422 if "code" in request.GET else 200)


@anyone
@never_cache
@require_safe
def verified(request: BusinessRequest, code: str) -> HttpResponse:
    """Say what is proven; an unknown code is answered like any other unknown one."""
    visitor = Visitor.of(request)
    if not asking.allows(f"{request.business.id}.{visitor.network}"):
        return _page(request, {"refusal": TooMany(), "code": code[:LONGEST]}, status=TooMany.status)
    try:
        return _page(request, {"paper": verify(code)})
    except NoSuchPaper as unknown:
        return _page(request, {"is_unknown": True, "code": code[:LONGEST]}, status=unknown.status)


def _page(request: BusinessRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    answer = render(request, "portal/verify.html", context, status=status)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
