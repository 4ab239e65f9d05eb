from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"

    def ready(self) -> None:
        from tenants import checks, directory, tasks  # noqa: F401 registers checks and work
        from tenants.kernel.scope import Directory

        Directory.by_id = staticmethod(directory.by_id)
