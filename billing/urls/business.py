from django.urls import path

from billing.urls import cash, currencies, instalments, invoices, papers, paying, reconciliation, reminders, schedules
from billing.urls.ledger import LEDGER
from billing.views import accounts, charges, connect, payments, products, refunds, statements

app_name = "billing"
urlpatterns = [
    path("workspace/products/", products.product_list, name="product_list"),
    path("workspace/products/new/", products.product_new, name="product_new"),
    path("workspace/products/<int:product_id>/", products.product_edit, name="product"),
    path("workspace/products/<int:product_id>/archive/", products.product_archive, name="product_archive"),
    path("workspace/charges/", charges.charge_list, name="charge_list"),
    path("workspace/charges/<int:charge_id>/", charges.charge, name="charge"),
    path("workspace/charges/<int:charge_id>/void/", charges.charge_void, name="charge_void"),
    path("workspace/contacts/<int:contact_id>/charges/new/", charges.charge_new, name="charge_new"),
    path("workspace/payments/", payments.payment_list, name="payment_list"),
    path("workspace/payments/<int:payment_id>/", payments.payment, name="payment"),
    path("workspace/payments/<int:payment_id>/refunds/new/", refunds.refund_new, name="refund_new"),
    path("workspace/payments/<int:payment_id>/receipt.pdf", payments.payment_receipt, name="payment_receipt"),
    path("workspace/contacts/<int:contact_id>/payments/new/", payments.payment_new, name="payment_new"),
    path("workspace/contacts/<int:contact_id>/account/", accounts.account, name="account"),
    path("workspace/contacts/<int:contact_id>/statement/", statements.statement, name="statement"),
    path("workspace/contacts/<int:contact_id>/statement.pdf", statements.statement_pdf, name="statement_pdf"),
    path("workspace/contacts/<int:contact_id>/statement.csv", statements.statement_csv, name="statement_csv"),
    path("workspace/settings/payments/", connect.connect, name="connect"),
]
urlpatterns += currencies.urlpatterns
urlpatterns += papers.urlpatterns
urlpatterns += paying.urlpatterns
urlpatterns += reminders.urlpatterns
urlpatterns += LEDGER
urlpatterns += cash.urlpatterns
urlpatterns += schedules.urlpatterns
urlpatterns += reconciliation.urlpatterns
urlpatterns += invoices.urlpatterns
urlpatterns += instalments.urlpatterns
