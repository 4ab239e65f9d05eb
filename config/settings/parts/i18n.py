"""Languages and time. Instants are stored in UTC and shown in the business's time zone."""

from config.settings.parts.paths import BASE_DIR

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = "UTC"
