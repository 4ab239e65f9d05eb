from django.apps import AppConfig


class RootConfig(AppConfig):
    name = "config"
    label = "config"
