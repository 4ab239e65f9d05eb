from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"

    def ready(self) -> None:
        from tenants import checklist, checks, directory, tasks  # noqa: F401 registers checks and work
        from tenants.forms.words import say_what_to_do
        from tenants.kernel.scope import Directory

        say_what_to_do()
        checklist.register_step(checklist.BRAND)
        Directory.by_id = staticmethod(directory.by_id)
