from django.urls import path

from billing.views import invoice_drafts, invoices, invoicing

_CONTACT = "workspace/contacts/<int:contact_id>/"
_INVOICE = "workspace/invoices/<int:invoice_id>/"
urlpatterns = [
    path("workspace/invoices/", invoices.invoice_list, name="invoice_list"),
    path("workspace/invoices/new/", invoice_drafts.invoice_new, name="invoice_new"),
    path(_CONTACT + "invoices/new/", invoice_drafts.draft_new, name="invoice_draft_new"),
    path(_CONTACT + "invoices/gathering/", invoice_drafts.gathering, name="invoice_gathering"),
    path(_CONTACT + "invoicing/", invoicing.billing_profile, name="billing_profile"),
    path("workspace/settings/invoicing/", invoicing.invoicing_settings, name="invoicing_settings"),
    path(_INVOICE, invoices.invoice, name="invoice"),
    path(_INVOICE + "edit/", invoice_drafts.draft_edit, name="invoice_edit"),
    path(_INVOICE + "issue/", invoices.invoice_issue, name="invoice_issue"),
    path(_INVOICE + "deletion/", invoices.invoice_deletion, name="invoice_deletion"),
    path(_INVOICE + "credit-note/", invoices.credit_note_new, name="credit_note_new"),
    path(_INVOICE + "void/", invoices.invoice_void, name="invoice_void"),
    path(_INVOICE + "files/", invoices.invoice_files, name="invoice_files"),
]
