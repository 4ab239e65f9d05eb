from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"
    label = "billing"

    def ready(self) -> None:
        from billing import emails, first_steps, gauges, needs, needs_reminders, panels, search, sight, tasks, wordings  # noqa: F401 declares its work
        from billing.panels import console
        from billing.paying_topics import register as register_paying
        from billing.selectors import totals
        from billing.services import invoice_papers, papers, statement_mail
        from emails.attachments import register_attachment
        from tenants.checklist import register_step
        from tenants.console.gauges import register_gauge
        from tenants.console.wording import register_platform_wording
        from tenants.currency import fix_currency_when
        from tenants.kernel.panels import register_panel
        from tenants.needs import register_need
        from tenants.search import register_source

        emails.register()
        register_paying()
        register_panel("console.overview", 10, console.on_overview)
        register_panel("console.business", 10, console.on_business)
        register_platform_wording("event.replayed", "Had Stripe's event %(event)s handled again")
        register_gauge("payments", gauges.gauge)
        panels.register()
        sight.register()
        wordings.register()
        register_step(first_steps.PRODUCT)
        register_step(first_steps.STRIPE)
        register_need(needs.DISPUTED)
        register_need(needs.FAILED)
        register_need(needs.REFUNDS)
        register_need(needs.DIFFERENT)
        register_need(needs_reminders.QUERIED)
        register_need(needs_reminders.BROKEN)
        register_source(search.PRODUCTS)
        register_source(search.INVOICES)
        register_source(search.RECEIPTS)
        fix_currency_when(totals.has_amounts)
        register_attachment("billing.receipt_pdf", papers.attach_receipt)
        register_attachment("billing.invoice_pdf", invoice_papers.attach_invoice)
        register_attachment("billing.statement_pdf", statement_mail.attach_statement)
