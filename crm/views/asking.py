"""Asking customers to check their details: whom, how many that is, and how far it has come."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.forms import AskForm, AskOneForm
from crm.models import DetailsRequest
from crm.selectors.contacts import all_tags, contact_named
from crm.services.asking import ask_to_check, audience
from tenants.accounts import sight
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.errors import MangoError, NotFound
from tenants.kernel.pages import row_id


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("details.ask")
def ask(request: MemberRequest) -> HttpResponse:
    """Say how many would be asked, with every change of the form; then ask them."""
    sight.require_all(request.member)
    tags = all_tags()
    if request.method != "POST":
        tag = row_id(request.GET.get("audience", ""))
        tag = tag if tag in {one.pk for one in tags} else None
        start = {"audience": "" if tag is None else tag, "token": uuid4()}
        return _show(request, AskForm(initial=start, tags=tags), tag=tag)
    form = AskForm(request.POST, tags=tags)
    if not form.is_valid():
        return _show(request, form, status=422)
    force = form.cleaned_data["force"]
    if "count" in request.POST:
        return _show(request, form, tag=form.tag_id, force=force)
    try:
        begun = ask_to_check(
            token=form.cleaned_data["token"],
            name=form.audience_name,
            by=request.member,
            tag_id=form.tag_id,
            is_forced=force,
        )
    except MangoError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, form, tag=form.tag_id, force=force, status=refusal.status)
    return redirect("crm:details_asked", begun.pk)


@require_safe
@allowed("details.ask")
def asked(request: MemberRequest, request_id: int) -> HttpResponse:
    """Say how far it has come; the page asks again by itself until it is done."""
    sight.require_all(request.member)
    found = DetailsRequest.objects.filter(pk=request_id).first()
    if found is None:
        raise NotFound
    template = "crm/details_asked.html#progress" if request.htmx else "crm/details_asked.html"
    return render(request, template, {"asked": found})


@require_POST
@allowed("details.ask")
def ask_one(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Ask one contact, once for each time that the page was loaded."""
    contact = contact_named(contact_id)
    form = AskOneForm(request.POST)
    if not form.is_valid():
        return redirect("crm:contact_information", contact_id)
    try:
        ask_to_check(
            token=form.cleaned_data["token"],
            name=contact.display_name,
            by=request.member,
            contact_id=contact.pk,
            is_forced=form.cleaned_data["force"],
        )
    except MangoError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(
            request, _("%(name)s is asked by e-mail to check their details.") % {"name": contact.display_name}
        )
    return redirect("crm:contact_information", contact_id)


def _show(
    request: MemberRequest, form: AskForm, *, tag: int | None = None, force: bool = False, status: int = 200
) -> HttpResponse:
    count = audience(tag_id=tag, is_forced=force).count()
    latest = list(DetailsRequest.objects.select_related("created_by")[:5])
    context = {"form": form, "count": count, "latest": latest}
    if request.htmx:
        return render(request, "crm/details_ask.html#count", context)
    return render(request, "crm/details_ask.html", context, status=status)
