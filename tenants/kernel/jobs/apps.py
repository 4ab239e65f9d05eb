from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "tenants.kernel.jobs"
    label = "jobs"
