from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "tenants.console"
    label = "console"

    def ready(self) -> None:
        from tenants.console import tasks  # noqa: F401 registers work
        from tenants.console.gauges import register_gauge
        from tenants.console.services.pulse import team_gauge

        register_gauge("team", team_gauge)
