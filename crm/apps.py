from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "crm"
    label = "crm"

    def ready(self) -> None:
        from crm import filters, first_step, wordings
        from tenants.accounts import customers
        from tenants.checklist import register_step

        customers.join("customer__contact")
        wordings.register()
        filters.register()
        register_step(first_step.CONTACT)
