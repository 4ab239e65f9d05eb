"""As development; files and broker of a run lie in a folder of its own, and a busy machine is waited for."""

from typing import Any

from config.settings.development import *

CELERY_TASK_ALWAYS_EAGER = False
LOGGING["root"]["level"] = "WARNING"  # type: ignore[index]
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["tests.accounts.hashes.QuickHasher"]

PATIENCE_SECONDS = 300  # two hundred threads share four connections in one test
_options: Any = DATABASES["default"]["OPTIONS"]
_options["options"] = f"-c search_path= -c statement_timeout={PATIENCE_SECONDS}s"
_options["connect_timeout"] = _options["pool"]["timeout"] = PATIENCE_SECONDS
