from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from billing.selectors import ageing as ages
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest


@allowed("ledger.view")
@require_safe
def ageing(request: MemberRequest) -> HttpResponse:
    """How old what is owed is, in all and by contact."""
    return render(request, "billing/ageing.html", {"ageings": ages.ageing(request.member)})
