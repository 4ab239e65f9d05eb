from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"
    label = "billing"

    def ready(self) -> None:
        from billing import documents, emails, first_steps, panels, tasks, wordings  # noqa: F401 declares its work
        from billing.selectors import totals
        from emails.attachments import register_attachment
        from tenants.checklist import register_step
        from tenants.currency import fix_currency_when

        emails.register()
        panels.register()
        wordings.register()
        register_step(first_steps.PRODUCT)
        register_step(first_steps.STRIPE)
        fix_currency_when(totals.has_amounts)
        register_attachment("billing.receipt_pdf", documents.attach_receipt)
