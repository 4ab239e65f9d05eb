from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "billing.inbox"
    label = "inbox"
