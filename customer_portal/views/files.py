"""A customer's files: those the business shows, and those they send."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from crm.models.customer import Scope
from crm.selectors.files import files_of, shown_file
from crm.views.uploading import take_files
from customer_portal.pages import portal_page
from tenants.accounts.access import customers
from tenants.accounts.http import CustomerRequest
from tenants.files import link
from tenants.forms.files import UploadForm
from tenants.kernel.errors import NotFound
from tenants.kernel.pages import newest_first
from tenants.views.answers import status_of


@customers
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: CustomerRequest) -> HttpResponse:
    """List what they may see; take what they send where the business wants that."""
    _require_scope(request)
    if request.method != "POST":
        return _page(request, UploadForm())
    if not request.business.customers_may_upload:
        raise NotFound
    form = UploadForm(request.POST, request.FILES)
    kept = take_files(form, request.customer.contact_id, sender=request.user, is_shown=True)
    if kept:
        text = ngettext("Thank you. %(n)s file has been sent.", "Thank you. %(n)s files have been sent.", len(kept))
        messages.success(request, text % {"n": len(kept)})
    return _page(request, form) if form.errors else redirect("portal:files")


@customers
@require_safe
def file(request: CustomerRequest, file_id: int) -> HttpResponse:
    """Lead to the file by a link that is this customer's alone and lives a minute."""
    _require_scope(request)
    stored = shown_file(request.customer.contact_id, file_id)
    return redirect(link(stored.storage_key, filename=stored.name, person_id=request.user.pk))


def _page(request: CustomerRequest, form: UploadForm) -> HttpResponse:
    found = files_of(request.customer.contact_id).shown()
    context = {"form": form, "page": newest_first(found, request.GET)}
    # htmx shows no answer that says it is an error.
    status = HTTPStatus.OK if request.htmx else status_of(form)
    return portal_page(request, "portal/files.html", "files", context, status=status)


def _require_scope(request: CustomerRequest) -> None:
    if not request.customer.may(Scope.FILES):
        raise NotFound
