from django.urls import path

from customer_portal.views import account, files, home, information, pay, preview, promises, queries, receipts, updates

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("pay/", pay.pay, name="pay"),
    path("pay/promise/", promises.promise, name="promise"),
    path("pay/<int:attempt_id>/", pay.attempt, name="attempt"),
    path("account/", account.account, name="account"),
    path("account/statement.pdf", account.statement_pdf, name="statement_pdf"),
    path("account/statement.csv", account.statement_csv, name="statement_csv"),
    path("account/charges/<int:charge_id>/query/", queries.query, name="query"),
    path("account/queries/<int:query_id>/withdrawal/", queries.withdrawal, name="query_withdrawal"),
    path("receipts/<int:payment_id>/", receipts.receipt, name="receipt"),
    path("receipts/<int:payment_id>/receipt.pdf", receipts.receipt_pdf, name="receipt_pdf"),
    path("updates/", updates.feed, name="updates"),
    path("updates/mail/", updates.mail_choice, name="updates_mail"),
    path("updates/off/<str:token>/", updates.off, name="updates_off"),
    path("updates/<int:update_id>/", updates.update, name="update"),
    path("updates/<int:update_id>/reading/", updates.reading, name="update_reading"),
    path("updates/<int:update_id>/acknowledgement/", updates.acknowledgement, name="update_acknowledgement"),
    path("workspace/updates/<int:update_id>/portal/", updates.preview, name="update_preview"),
    path("workspace/portal/", preview.preview_latest, name="preview_latest"),
    path("workspace/contacts/<int:contact_id>/portal/", preview.preview, name="preview"),
    path("files/", files.files, name="files"),
    path("files/<int:file_id>/", files.file, name="file"),
    path("information/", information.information, name="information"),
    path("information/corrections/<int:correction_id>/withdrawal/", information.withdraw, name="withdraw"),
    path("information/<str:key>/confirmation/", information.confirm, name="confirm"),
    path("information/<str:key>/correction/", information.report, name="report"),
]
