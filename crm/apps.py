from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "crm"
    label = "crm"

    def ready(self) -> None:
        from crm import emails, filters, first_step, gauges, search, tasks, wordings  # noqa: F401 tasks declares its work
        from crm.selectors.contacts import names_of
        from tenants.accounts import customers
        from tenants.activity.wording import register_namer
        from tenants.checklist import register_step
        from tenants.console.gauges import register_gauge
        from tenants.search import register_source

        customers.join("customer__contact")
        wordings.register()
        emails.register()
        register_namer(names_of)
        filters.register()
        register_step(first_step.CONTACT)
        register_source(search.CONTACTS)
        register_source(search.FILES)
        register_gauge("contacts", gauges.gauge)
