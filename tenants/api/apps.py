from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "tenants.api"
    label = "api"

    def ready(self) -> None:
        from tenants.api import authentication, checks, tasks, wordings  # noqa: F401 declares its work

        wordings.register()
