from django.apps import AppConfig


class CanaryConfig(AppConfig):
    name = "tenants.kernel.canary"
    label = "canary"
