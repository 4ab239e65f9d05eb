from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "crm"
    label = "crm"

    def ready(self) -> None:
        from crm import detail_emails, emails, filters, first_step, gauges, needs, panels, search, sight, wordings
        from crm import tasks as _tasks  # noqa: F401 declares its work
        from crm.selectors.contacts import names_of
        from tenants.accounts import customers
        from tenants.activity.wording import register_namer
        from tenants.checklist import register_step
        from tenants.console.gauges import register_gauge
        from tenants.needs import register_need
        from tenants.search import register_source

        customers.join("customer__contact")
        sight.register()
        wordings.register()
        emails.register()
        register_namer(names_of)
        filters.register()
        register_step(first_step.CONTACT)
        register_source(search.CONTACTS)
        register_source(search.FILES)
        register_source(search.UPDATES)
        register_gauge("contacts", gauges.gauge)
        detail_emails.register()
        panels.register()
        register_need(needs.CORRECTIONS)
