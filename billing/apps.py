from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"
    label = "billing"

    def ready(self) -> None:
        from billing import documents, emails, panels, tasks, wordings  # noqa: F401 declares its work
        from emails.attachments import register_attachment

        emails.register()
        panels.register()
        wordings.register()
        register_attachment("billing.receipt_pdf", documents.attach_receipt)
