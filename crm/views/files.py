"""A contact's files as the team has them, and all files of the business."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.forms import FileForm
from crm.models import StoredFile
from crm.selectors.contacts import contact_named
from crm.selectors.files import file_of_contact, files_found, files_of, kept_file, space
from crm.services.files import delete_file, rename_file, restore_file, show_file
from crm.views.frame import contact_frame
from crm.views.uploading import take_files
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.files import link
from tenants.forms.files import UploadForm
from tenants.kernel.errors import NotAllowed
from tenants.kernel.pages import newest_first
from tenants.views.answers import status_of


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("files.view")
def contact_files(request: MemberRequest, contact_id: int) -> HttpResponse:
    """List a contact's files and take more; what is refused is said, what is good is kept."""
    if request.method != "POST":
        return _page(request, contact_id, UploadForm())
    if not request.member.may("files.change"):
        raise NotAllowed
    contact = contact_named(contact_id)
    form = UploadForm(request.POST, request.FILES)
    kept = take_files(form, contact.pk, sender=request.member, is_shown="show" in request.POST)
    if kept:
        messages.success(request, _added(kept, is_shown="show" in request.POST))
    return _page(request, contact_id, form) if form.errors else redirect("crm:contact_files", contact_id)


@require_safe
@allowed("files.view")
def file_download(request: MemberRequest, contact_id: int, file_id: int) -> HttpResponse:
    """Lead to the file by a link that is this member's alone and lives a minute."""
    stored = kept_file(contact_named(contact_id).pk, file_id)
    return redirect(link(stored.storage_key, filename=stored.name, person_id=request.member.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("files.change")
def file_edit(request: MemberRequest, contact_id: int, file_id: int) -> HttpResponse:
    contact = contact_named(contact_id)
    stored = kept_file(contact.pk, file_id)
    given = request.POST if request.method == "POST" else None
    form = FileForm(given, initial={"name": stored.name, "is_shown": stored.is_shown})
    if form.is_valid():
        rename_file(stored.pk, name=form.cleaned_data["name"])
        show_file(stored.pk, is_shown=form.cleaned_data["is_shown"])
        messages.success(request, _("Saved."))
        return redirect("crm:contact_files", contact_id)
    context = {"contact": contact, "file": stored, "form": form}
    return render(request, "crm/file_form.html", context, status=status_of(form))


@require_POST
@allowed("files.change")
def file_showing(request: MemberRequest, contact_id: int, file_id: int) -> HttpResponse:
    """Show a file to the customer, or hide it when asked with an empty ``show``."""
    stored = kept_file(contact_named(contact_id).pk, file_id)
    stored = show_file(stored.pk, is_shown=bool(request.POST.get("show")))
    said = _("The customer sees “%(name)s” now.") if stored.is_shown else _("The customer no longer sees “%(name)s”.")
    return _back(request, stored, said)


@require_POST
@allowed("files.delete")
def file_deletion(request: MemberRequest, contact_id: int, file_id: int) -> HttpResponse:
    stored = delete_file(kept_file(contact_named(contact_id).pk, file_id).pk)
    return _back(request, stored, _("“%(name)s” is deleted. It can be restored below for a week."))


@require_POST
@allowed("files.delete")
def file_restoration(request: MemberRequest, contact_id: int, file_id: int) -> HttpResponse:
    stored = restore_file(file_of_contact(contact_named(contact_id).pk, file_id).pk)
    return _back(request, stored, _("“%(name)s” is back."))


@require_safe
@allowed("files.view")
def all_files(request: MemberRequest) -> HttpResponse:
    """Every file of every contact, newest first; search looks at names."""
    words = request.GET.get("q", "").replace("\0", "")[:100].strip()
    context = {
        "page": newest_first(files_found(words, seen_by=request.member), request.GET),
        "words": words,
        "space": space(),
    }
    return render(request, "crm/files.html", context)


def _page(request: MemberRequest, contact_id: int, form: UploadForm) -> HttpResponse:
    found = files_of(contact_id)
    context: dict[str, Any] = contact_frame(request, contact_id, "contact_files") | {
        "form": form,
        "page": newest_first(found.kept(), request.GET),
        "deleted": found.deleted().order_by("-deleted_at") if request.member.may("files.delete") else [],
        "space": space(),
    }
    # htmx shows no answer that says it is an error.
    status = HTTPStatus.OK if request.htmx else status_of(form)
    return render(request, "crm/contact_files.html", context, status=status)


def _added(kept: list[StoredFile], *, is_shown: bool) -> str:
    if is_shown:
        text = ngettext(
            "%(n)s file added; the customer sees it.", "%(n)s files added; the customer sees them.", len(kept)
        )
    else:
        text = ngettext("%(n)s file added for your team.", "%(n)s files added for your team.", len(kept))
    return text % {"n": len(kept)}


def _back(request: MemberRequest, stored: StoredFile, said: str) -> HttpResponse:
    messages.success(request, said % {"name": stored.name})
    return redirect("crm:contact_files", stored.contact_id)
