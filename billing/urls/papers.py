from django.urls import path

from billing.views import papers

urlpatterns = [
    path("workspace/invoices/<int:invoice_id>/invoice.pdf", papers.invoice_pdf, name="invoice_pdf"),
    path("workspace/invoices/<int:invoice_id>/ubl.xml", papers.invoice_ubl, name="invoice_ubl"),
    path("workspace/invoices/<int:invoice_id>/cii.xml", papers.invoice_cii, name="invoice_cii"),
]
