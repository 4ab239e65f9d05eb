"""As development; files and broker of a run lie in a folder of its own."""

from config.settings.development import *

CELERY_TASK_ALWAYS_EAGER = False
LOGGING["root"]["level"] = "WARNING"  # type: ignore[index]
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["tests.accounts.hashes.QuickHasher"]
