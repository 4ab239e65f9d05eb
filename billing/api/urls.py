from django.urls import path

from billing.api import cash_urls, charges, invoices, ledger_urls, payments, products, queries, quotes, schedule_urls

urlpatterns = [
    path("products/", products.Products.as_view(), name="products"),
    path("products/<int:product_id>/", products.OneProduct.as_view(), name="product"),
    path("products/<int:product_id>/archive/", products.ProductArchive.as_view(), name="product_archive"),
    path("charges/", charges.Charges.as_view(), name="charges"),
    path("charges/<int:charge_id>/", charges.OneCharge.as_view(), name="charge"),
    path("charges/<int:charge_id>/void/", charges.ChargeVoid.as_view(), name="charge_void"),
    path("contacts/<int:contact_id>/charges/", charges.ContactCharges.as_view(), name="contact_charges"),
    path("invoices/", invoices.Invoices.as_view(), name="invoices"),
    path("invoices/<int:invoice_id>/", invoices.OneInvoice.as_view(), name="invoice"),
    path("invoices/<int:invoice_id>/issue/", invoices.InvoiceIssue.as_view(), name="invoice_issue"),
    path("invoices/<int:invoice_id>/credit-notes/", invoices.InvoiceCreditNotes.as_view(), name="credit_notes"),
    path("contacts/<int:contact_id>/invoices/", invoices.ContactInvoices.as_view(), name="contact_invoices"),
    path("quotes/", quotes.Quotes.as_view(), name="quotes"),
    path("quotes/<int:quote_id>/", quotes.OneQuote.as_view(), name="quote"),
    path("quotes/<int:quote_id>/sending/", quotes.QuoteSending.as_view(), name="quote_sending"),
    path("contacts/<int:contact_id>/quotes/", quotes.ContactQuotes.as_view(), name="contact_quotes"),
    path("payments/", payments.Payments.as_view(), name="payments"),
    path("payments/<int:payment_id>/", payments.OnePayment.as_view(), name="payment"),
    path("contacts/<int:contact_id>/payments/", payments.ContactPayments.as_view(), name="contact_payments"),
    path("queries/", queries.Queries.as_view(), name="queries"),
    path("queries/<int:query_id>/", queries.OneQuery.as_view(), name="query"),
    path("queries/<int:query_id>/answer/", queries.QueryAnswer.as_view(), name="query_answer"),
    path("promises/", queries.Promises.as_view(), name="promises"),
    path("promises/<int:promise_id>/", queries.OnePromise.as_view(), name="promise"),
]
urlpatterns += cash_urls.urlpatterns
urlpatterns += ledger_urls.urlpatterns
urlpatterns += schedule_urls.urlpatterns
