"""What the form says while it is being filled in. Nothing here is saved."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from crm.entries import EmailEntry, NewContact, PhoneEntry
from crm.forms import AccessForm
from crm.forms.rows import typed_rows
from crm.selectors.customers import why_username_refused
from crm.selectors.duplicates import look_alikes
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.accounts.services.users import suggest_username


@require_POST
@allowed("contacts.create")
@never_cache
def username_hint(request: MemberRequest) -> HttpResponse:
    """Say whether the username typed is free; suggest one from the name while none was typed.

    Only members may ask: to anybody else it would tell who has an account.
    """
    typed = _text(request.POST, "username")
    suggestion = suggestion_for(request.POST)
    if request.POST.get("from") == "name":
        if typed and typed != _text(request.POST, "suggested"):
            return HttpResponse(status=204)  # their own choice is left alone
        return render(request, "crm/_username.html", {"form": _with_username(suggestion), "suggestion": suggestion})
    context = {"typed": typed, "refusal": why_username_refused(typed) if typed else "", "suggestion": suggestion}
    return render(request, "crm/_username_hint.html", context)


@require_POST
@allowed("contacts.create")
@never_cache
def duplicate_hint(request: MemberRequest) -> HttpResponse:
    """Name the contacts that this one may already be; posted, so that no address stands in a log."""
    typed = {name: request.POST[name] for name in request.POST}
    details = NewContact(
        kind=_text(typed, "kind"),
        first_name=_text(typed, "first_name"),
        last_name=_text(typed, "last_name"),
        company_name=_text(typed, "company_name"),
        emails=tuple(EmailEntry(row["address"].strip()) for row in typed_rows(typed, "emails") if row["address"]),
        phones=tuple(PhoneEntry(row["number"]) for row in typed_rows(typed, "phones") if row["number"]),
    )
    return render(request, "crm/_look_alikes.html", {"look_alikes": look_alikes(details, seen_by=request.member)})


def suggestion_for(typed: Mapping[str, str]) -> str:
    """Return a free username made of the person's name, or the company's; nothing while there is no name."""
    person = f"{_text(typed, 'first_name')} {_text(typed, 'last_name')}".strip()
    name = person or _text(typed, "company_name")
    return suggest_username(name) if name else ""


def _with_username(username: str) -> AccessForm:
    return AccessForm(initial={"username": username})


def _text(typed: Mapping[str, str], name: str) -> str:
    return typed.get(name, "").replace("\0", "").strip()[:200]
