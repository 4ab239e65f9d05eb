"""The web process's entry point."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from tenants.kernel.postgresql.pooler import refuse_at_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
# Guesses are counted by address: behind a proxy it is the one that our own proxy names, and nobody else's word.
application = wrap_wsgi_with_proxy_headers(get_wsgi_application(), trusted_hosts=settings.TRUSTED_PROXIES)
refuse_at_start()
