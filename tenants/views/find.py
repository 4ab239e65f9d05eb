"""Finding one's businesses again, on the base domain: there is no session here and nobody to be signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tenants.accounts.access import anyone
from tenants.accounts.visitor import Visitor
from tenants.forms.find import FindForm
from tenants.kernel.errors import TooMany
from tenants.services import find
from tenants.views.answers import status_of


@anyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find_my_business(request: HttpRequest) -> HttpResponse:
    """Have the addresses mailed; the answer is the same for an address that nobody has."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "public/find.html", {"form": form}, status=status_of(form))
    try:
        find.ask(email=form.cleaned_data["email"], visitor=Visitor.of(request))
    except TooMany as refusal:
        return render(request, "public/find.html", {"form": form, "refusal": refusal}, status=refusal.status)
    return render(request, "public/find_sent.html")
