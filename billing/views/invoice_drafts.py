"""The editor of drafts. Every button of it sends the whole form, so it works without JavaScript and loses nothing."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.forms.invoice import InvoiceForm, Lines, lines_form
from billing.models import Charge, Invoice
from billing.selectors.invoice_papers import Paper
from billing.selectors.invoicing import invoicing_rules, profile_of, uninvoiced, unpaid_uninvoiced
from billing.services.invoice_drafts import InvoiceDraft, gather, priced_draft, save_draft
from billing.services.invoices import invoice_directly, preview_of
from crm.models import Contact
from crm.selectors.contacts import contact_named, contacts_found
from tenants.accounts.access import allowed
from tenants.accounts.http import MemberRequest
from tenants.kernel.errors import MangoError, NotFound

_CHOICE = 20


@allowed("invoices.change")
@require_safe
def invoice_new(request: MemberRequest) -> HttpResponse:
    """Ask for whom the invoice is."""
    words = request.GET.get("q", "")[:100].replace("\0", "")
    found = contacts_found(words, seen_by=request.member).order_by("sort_name", "pk")[:_CHOICE]
    template = "billing/_invoice_contacts.html" if request.htmx else "billing/invoice_new.html"
    return render(request, template, {"contacts": found, "q": words})


@allowed("invoices.change")
@require_POST
def gathering(request: MemberRequest, contact_id: int) -> HttpResponse:
    """Put all that a contact owes and that is not invoiced yet on a draft."""
    contact = contact_named(contact_id)
    if not unpaid_uninvoiced(contact.pk).exists():
        messages.info(request, _("Everything that %(name)s owes is invoiced already.") % {"name": contact})
        return redirect("crm:contact", contact.pk)
    made = gather(contact_id=contact.pk, by=request.member)
    return redirect("billing:invoice", made.pk)


@allowed("invoices.change")
@require_http_methods(["GET", "HEAD", "POST"])
def draft_new(request: MemberRequest, contact_id: int) -> HttpResponse:
    return _edit(request, contact_named(contact_id), None)


@allowed("invoices.change")
@require_http_methods(["GET", "HEAD", "POST"])
def draft_edit(request: MemberRequest, invoice_id: int) -> HttpResponse:
    found = Invoice.objects.select_related("contact").filter(pk=invoice_id).first()
    if found is None:
        raise NotFound
    if not found.is_draft:
        return redirect("billing:invoice", found.pk)
    return _edit(request, found.contact, found)


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before whoever writes an invoice; ``invoice`` is None while it has not been saved once."""

    contact: Contact
    invoice: Invoice | None
    form: InvoiceForm
    lines: Lines

    @property
    def invoice_id(self) -> int | None:
        return self.invoice.pk if self.invoice else None


def _edit(request: MemberRequest, contact: Contact, invoice: Invoice | None) -> HttpResponse:
    charges = _offered(contact, invoice)
    if request.method != "POST":
        form = InvoiceForm(charges=charges, initial=_initial(contact, invoice))
        own = invoice.lines.filter(charge=None).select_related("invoice").order_by("position") if invoice else []
        return _page(request, Desk(contact, invoice, form, lines_form(lines=own, currency=form.typed_in)))
    form, more = InvoiceForm(request.POST, charges=charges), "more" in request.POST
    desk = Desk(contact, invoice, form, lines_form(request.POST, more=more, currency=form.typed_in))
    if request.htmx:
        return _totals(request, desk)
    if more:
        return _page(request, desk)
    if not (desk.form.is_valid() and desk.lines.is_valid()):
        return _page(request, desk, status=422)
    return _do(request, desk)


def _do(request: MemberRequest, desk: Desk) -> HttpResponse:
    """Work out the totals, keep the draft, or keep and issue it: as the button says."""
    try:
        draft = desk.form.draft(desk.lines.drafts())
        if "preview" in request.POST:
            return _page(request, desk, paper=_priced(desk, draft))
        keep = invoice_directly if "issue" in request.POST else save_draft
        saved = keep(
            contact_id=desk.contact.pk,
            draft=draft,
            invoice_id=desk.invoice_id,
            by=request.member,
            request_key=desk.form.cleaned_data["request_key"],
        )
    except MangoError as refusal:
        desk.form.add_error(None, str(refusal))
        return _page(request, desk, status=refusal.status)
    said = _("The draft is saved.") if saved.is_draft else _("Invoice %(number)s is issued, and on its way.")
    messages.success(request, said % {"number": saved.number})
    return redirect("billing:invoice", saved.pk)


def _totals(request: MemberRequest, desk: Desk) -> HttpResponse:
    """Say what it comes to as it stands, while it is typed; a line that is half written is no error yet."""
    context: dict[str, Any] = {"contact": desk.contact}
    if desk.form.is_valid() and desk.lines.is_valid():
        try:
            context["paper"] = _priced(desk, desk.form.draft(desk.lines.drafts()))
        except MangoError as refusal:
            context["refused"] = refusal
    return render(request, "billing/_invoice_totals.html", context)


def _priced(desk: Desk, draft: InvoiceDraft) -> Paper:
    """Return what would be issued now, from the same rules, with nothing saved."""
    priced = priced_draft(contact_id=desk.contact.pk, draft=draft, invoice_id=desk.invoice_id)
    return Paper.of(preview_of(*priced))


def _offered(contact: Contact, invoice: Invoice | None) -> list[Charge]:
    """Return what can stand on the invoice: what is on it, and what stands on none."""
    mine = Charge.objects.filter(invoice_lines__invoice=invoice).order_by("due_on", "pk") if invoice else []
    return [*mine, *uninvoiced(contact.pk)]


def _initial(contact: Contact, invoice: Invoice | None) -> dict[str, Any]:
    if invoice:
        return InvoiceForm.initial_of(invoice)
    rules = invoicing_rules()
    reverse = profile_of(contact.pk).is_reverse_charge
    return {"notes": rules.notes, "terms": rules.terms, "is_reverse_charge": reverse}


def _page(request: MemberRequest, desk: Desk, *, paper: Paper | None = None, status: int = 200) -> HttpResponse:
    context = {
        "contact": desk.contact,
        "invoice": desk.invoice,
        "form": desk.form,
        "lines": desk.lines,
        "paper": paper,
    }
    return render(request, "billing/invoice_form.html", context, status=status)
