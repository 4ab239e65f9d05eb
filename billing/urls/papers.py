from django.urls import path

from billing.views import document_links, papers

urlpatterns = [
    path("workspace/invoices/<int:invoice_id>/invoice.pdf", papers.invoice_pdf, name="invoice_pdf"),
    path("workspace/invoices/<int:invoice_id>/ubl.xml", papers.invoice_ubl, name="invoice_ubl"),
    path("workspace/invoices/<int:invoice_id>/cii.xml", papers.invoice_cii, name="invoice_cii"),
    path("workspace/invoices/<int:invoice_id>/share/", document_links.invoice_share, name="invoice_share"),
    path(
        "workspace/invoices/<int:invoice_id>/links/<int:link_id>/revocation/",
        document_links.invoice_link_revocation,
        name="invoice_link_revocation",
    ),
]
