from django.apps import AppConfig


class CustomerPortalConfig(AppConfig):
    name = "customer_portal"
    label = "customer_portal"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from customer_portal import first_step, panels
        from tenants.activity.wording import register_wording
        from tenants.checklist import register_step
        from tenants.kernel.panels import register_panel

        register_step(first_step.PORTAL)
        register_wording(first_step.LOOKED, _("Looked at the portal as a customer"), icon="eye")
        register_panel("contact.actions", 5, panels.view_as_customer)
