"""What holds in every process of ours, whichever it is."""

import threading

from celery import current_app
from django.conf import settings


def test_every_thread_speaks_to_the_broker_of_the_settings():
    heard = []
    thread = threading.Thread(target=lambda: heard.append(current_app.conf.broker_url))
    thread.start()
    thread.join()

    assert heard == [settings.CELERY_BROKER_URL]
