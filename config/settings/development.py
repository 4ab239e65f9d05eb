"""One machine, nothing to set up."""

from config.settings.base import *

DEVELOPMENT = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W009", "security.W012", "security.W016"]
