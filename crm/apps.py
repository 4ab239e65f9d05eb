from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "crm"
    label = "crm"

    def ready(self) -> None:
        from crm import filters, wordings
        from tenants.accounts import customers

        customers.join("customer__contact")
        wordings.register()
        filters.register()
