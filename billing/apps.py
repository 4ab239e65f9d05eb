from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"
    label = "billing"

    def ready(self) -> None:
        from billing import documents, emails, first_steps, panels, tasks, wordings  # noqa: F401 declares its work
        from emails.attachments import register_attachment
        from tenants.checklist import register_step

        emails.register()
        panels.register()
        wordings.register()
        register_step(first_steps.PRODUCT)
        register_step(first_steps.STRIPE)
        register_attachment("billing.receipt_pdf", documents.attach_receipt)
