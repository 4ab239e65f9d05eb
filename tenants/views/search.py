from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.search import search as find


@require_safe
@allowed("workspace.view")
@vary_on_headers("HX-Request")
def search(request: MemberRequest) -> HttpResponse:
    """Find contacts, pages and what else there is; for htmx only the hits, under the field as one types."""
    words = request.GET.get("q", "")
    context = {"words": words.strip(), "groups": find(request.member, words)}
    part = request.htmx and not request.htmx.history_restore_request
    return render(request, "tenants/search.html#hits" if part else "tenants/search.html", context)
