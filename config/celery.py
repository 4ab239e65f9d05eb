"""The worker's entry point: `celery -A config.celery worker`."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

TRANSPORT_ALIASES["filesystem"] = "tenants.kernel.jobs.folder:Transport"

app = Celery("mango", task_cls="tenants.kernel.jobs.tasks:GuardedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
