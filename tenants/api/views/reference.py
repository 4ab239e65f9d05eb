from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.api.reference import reference
from tenants.links import business_url


@allowed("workspace.view")
@require_safe
def api_reference(request: MemberRequest) -> HttpResponse:
    """The API for those who write programs: the schema, made readable, with nothing from anywhere else."""
    context = {"groups": reference(), "address": business_url("/api/v1/"), "schema": business_url("/api/v1/schema/")}
    return render(request, "api/reference.html", context)
