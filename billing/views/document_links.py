"""Giving a document to somebody: its files, and links that show it without signing in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from billing.einvoices.gaps import gaps
from billing.errors import NoSuchInvoice
from billing.forms.document_link import DocumentLinkForm
from billing.models import DocumentLink, Invoice
from billing.services.document_links import address_of, make_link, revoke_link
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest


@allowed("invoices.change")
@require_http_methods(["GET", "HEAD", "POST"])
def invoice_share(request: MemberRequest, invoice_id: int) -> HttpResponse:
    """See a document's files and links, and make another link."""
    invoice = _issued(invoice_id)
    form = DocumentLinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        make_link(invoice.pk, by=request.member, lives=form.lives())
        messages.success(request, _("The link is made. Copy it from the list."))
        return redirect("billing:invoice_share", invoice.pk)
    links = DocumentLink.objects.filter(invoice=invoice).order_by("-pk")
    context = {
        "invoice": invoice,
        "form": form,
        "links": [(link, address_of(link) if link.is_live else "") for link in links],
        "gaps": gaps(invoice.document),
    }
    return render(request, "billing/invoice_share.html", context, status=422 if form.errors else 200)


@allowed("invoices.change")
@require_POST
def invoice_link_revocation(request: MemberRequest, invoice_id: int, link_id: int) -> HttpResponse:
    """Take a link of this document back."""
    revoke_link(link_id, invoice_id=_issued(invoice_id).pk, by=request.member)
    messages.success(request, _("The link shows nothing any more."))
    return redirect("billing:invoice_share", invoice_id)


def _issued(invoice_id: int) -> Invoice:
    found = Invoice.objects.issued().select_related("contact").filter(pk=invoice_id).first()
    if found is None:
        raise NoSuchInvoice
    return found
