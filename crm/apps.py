from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "crm"
    label = "crm"

    def ready(self) -> None:
        from crm import filters
        from crm.selectors import history
        from tenants.accounts import customers

        customers.join("customer__contact")
        history.register()
        filters.register()
