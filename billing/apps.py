from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"
    label = "billing"

    def ready(self) -> None:
        from billing import documents, emails, tasks  # noqa: F401 declares its work
        from emails.attachments import register_attachment

        emails.register()
        register_attachment("billing.receipt_pdf", documents.attach_receipt)
