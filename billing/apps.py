from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"
    label = "billing"

    def ready(self) -> None:
        from billing import emails, needs, panels, sight, tasks, wordings  # noqa: F401 declares its work

        emails.register()
        needs.register()
        panels.register()
        sight.register()
        wordings.register()
        _in_the_console()
        _in_the_workspace()
        _on_paper()


def _in_the_console() -> None:
    from billing import gauges
    from billing.panels import console
    from tenants.console.gauges import register_gauge
    from tenants.console.wording import register_platform_wording
    from tenants.kernel.panels import register_panel

    register_panel("console.overview", 10, console.on_overview)
    register_panel("console.business", 10, console.on_business)
    register_platform_wording("event.replayed", "Had Stripe's event %(event)s handled again")
    register_gauge("payments", gauges.gauge)


def _in_the_workspace() -> None:
    from billing import first_steps, search
    from billing.selectors import totals
    from tenants.checklist import register_step
    from tenants.currency import fix_currency_when
    from tenants.search import register_source

    for step in (first_steps.PRODUCT, first_steps.STRIPE):
        register_step(step)
    for source in (search.PRODUCTS, search.INVOICES, search.RECEIPTS):
        register_source(source)
    fix_currency_when(totals.has_amounts)


def _on_paper() -> None:
    from billing.services import invoice_papers, papers, statement_mail
    from emails.attachments import register_attachment

    register_attachment("billing.receipt_pdf", papers.attach_receipt)
    register_attachment("billing.invoice_pdf", invoice_papers.attach_invoice)
    register_attachment("billing.statement_pdf", statement_mail.attach_statements)
