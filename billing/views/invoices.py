from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.errors.invoices import FilesAreSettled
from billing.forms.invoice import AttachmentsForm, CreditNoteForm, InvoiceVoidForm
from billing.models import Invoice
from billing.selectors.invoice_papers import Paper
from billing.selectors.invoice_timeline import timeline_of
from billing.selectors.invoices import STATES, creditable_of, invoices
from billing.services.credit_notes import CreditNoteDraft, credit_invoice, void_invoice
from billing.services.invoice_drafts import delete_draft
from billing.services.invoice_events import attach_files
from billing.services.invoices import issue_invoice, preview_of
from crm.selectors.files import files_of
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel import clock
from tenants.kernel.errors import MangoError, NotFound
from tenants.kernel.pages import newest_first


@allowed("invoices.view")
@require_safe
def invoice_list(request: MemberRequest) -> HttpResponse:
    state, words = request.GET.get("state", ""), request.GET.get("q", "")[:100].replace("\0", "")
    today = clock.today(request.business.time_zone)
    found = invoices(seen_by=request.member, state=state, words=words, today=today)
    context = {"page": newest_first(found, request.GET), "state": state, "q": words, "states": STATES, "today": today}
    template = "billing/_invoice_rows.html" if request.htmx else "billing/invoice_list.html"
    return render(request, template, context)


@allowed("invoices.view")
@require_safe
def invoice(request: MemberRequest, invoice_id: int) -> HttpResponse:
    """What it says, what became of it, and what can be done with it."""
    return _page(request, _found(request, invoice_id))


@allowed("invoices.change")
@require_POST
def invoice_issue(request: MemberRequest, invoice_id: int) -> HttpResponse:
    try:
        issued = issue_invoice(invoice_id, by=request.member)
    except MangoError as refusal:
        return _page(request, _found(request, invoice_id), refusal=refusal)
    messages.success(request, _("Invoice %(number)s is issued, and on its way.") % {"number": issued.number})
    return redirect("billing:invoice", issued.pk)


@allowed("invoices.change")
@require_POST
def invoice_deletion(request: MemberRequest, invoice_id: int) -> HttpResponse:
    found = _found(request, invoice_id)
    delete_draft(found.pk)
    messages.success(request, _("The draft is gone. Its charges are still on the account."))
    return redirect("crm:contact", found.contact_id)


@allowed("invoices.change")
@require_http_methods(["GET", "HEAD", "POST"])
def credit_note_new(request: MemberRequest, invoice_id: int) -> HttpResponse:
    """Take back a part or all of an issued invoice."""
    found = _found(request, invoice_id)
    left = {charge_id: amount for charge_id, amount in creditable_of(found).items() if amount}
    names = dict(found.charges.values_list("pk", "description"))
    if request.method != "POST":
        return _credit_page(request, found, CreditNoteForm(left=left, names=names))
    form = CreditNoteForm(request.POST, left=left, names=names)
    if not form.is_valid():
        return _credit_page(request, found, form, status=422)
    said = form.cleaned_data
    draft = CreditNoteDraft(reason=said["reason"], amounts=form.amounts(), is_refunded=said["is_refunded"])
    try:
        note = credit_invoice(found.pk, draft=draft, by=request.member, request_key=said["request_key"])
    except MangoError as refusal:
        form.add_error(None, str(refusal))
        return _credit_page(request, found, form, status=refusal.status)
    messages.success(request, _("Credit note %(number)s is issued, and on its way.") % {"number": note.number})
    return redirect("billing:invoice", note.pk)


@allowed("invoices.change")
@require_POST
def invoice_void(request: MemberRequest, invoice_id: int) -> HttpResponse:
    """Credit all that is left, so that the invoice counts for nothing; it keeps its number."""
    form = InvoiceVoidForm(request.POST)
    if not form.is_valid():
        return _page(request, _found(request, invoice_id), void_form=form, status=422)
    try:
        said = form.cleaned_data
        is_refunded = bool(said["is_refunded"])
        void = void_invoice(invoice_id, reason=said["reason"], is_refunded=is_refunded, by=request.member)
    except MangoError as refusal:
        return _page(request, _found(request, invoice_id), void_form=form, refusal=refusal)
    messages.success(request, _("Invoice %(number)s is void.") % {"number": void.number})
    return redirect("billing:invoice", invoice_id)


@allowed("invoices.change")
@require_POST
def invoice_files(request: MemberRequest, invoice_id: int) -> HttpResponse:
    """Choose which of the contact's files go along with a draft."""
    found = _found(request, invoice_id)
    form = AttachmentsForm(request.POST, files=files_of(found.contact_id).kept())
    if not form.is_valid():
        raise NotFound
    try:
        attach_files(found.pk, file_ids=form.cleaned_data["chosen"])
    except FilesAreSettled as refusal:
        return _page(request, _found(request, invoice_id), refusal=refusal)
    messages.success(request, _("Saved. The customer sees them once the invoice is issued."))
    return redirect("billing:invoice", found.pk)


def _found(request: MemberRequest, invoice_id: int) -> Invoice:
    today = clock.today(request.business.time_zone)
    found = invoices(seen_by=request.member, today=today).select_related("corrects").filter(pk=invoice_id).first()
    if found is None:
        raise NotFound
    return found


def _page(
    request: MemberRequest,
    found: Invoice,
    *,
    void_form: InvoiceVoidForm | None = None,
    refusal: MangoError | None = None,
    status: int = 200,
) -> HttpResponse:
    files = list(files_of(found.contact_id).kept())
    attached = list(found.attachments.values_list("file_id", flat=True))
    context: dict[str, Any] = {
        "invoice": found,
        "paper": Paper.of(preview_of(found) if found.is_draft else found.document),
        "today": clock.today(request.business.time_zone),
        "steps": timeline_of(found),
        "credit_notes": found.credit_notes.order_by("pk"),
        "left": any(creditable_of(found).values()),
        "void_form": void_form or InvoiceVoidForm(),
        "attached": [file for file in files if file.pk in attached],
        "files_form": AttachmentsForm(files=files, initial={"chosen": attached}) if files and found.is_draft else None,
        "refusal": refusal,
    }
    return render(request, "billing/invoice.html", context, status=refusal.status if refusal else status)


def _credit_page(request: MemberRequest, found: Invoice, form: CreditNoteForm, *, status: int = 200) -> HttpResponse:
    return render(request, "billing/credit_note_form.html", {"invoice": found, "form": form}, status=status)
