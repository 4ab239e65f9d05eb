from django.apps import AppConfig


class RootConfig(AppConfig):
    name = "config"
    label = "config"

    def ready(self) -> None:
        """Whoever asks for work speaks to the broker of the settings, in every process and thread."""
        from config import celery  # noqa: F401
