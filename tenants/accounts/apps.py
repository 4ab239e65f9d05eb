from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tenants.accounts"
    label = "accounts"

    def ready(self) -> None:
        from tenants.accounts import tasks  # noqa: F401 registers work
