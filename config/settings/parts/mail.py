"""Outgoing mail. EMAIL_URL is smtp://user:password@host:port (smtps:// for TLS from the start, ?tls=1 for STARTTLS)."""

from urllib.parse import parse_qs, unquote, urlsplit

from config.settings.env import env
from config.settings.parts.paths import VAR_DIR

_url = urlsplit(env.text("EMAIL_URL", "smtp://127.0.0.1:8025"))

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _url.hostname or "127.0.0.1"
EMAIL_PORT = _url.port or 25
EMAIL_HOST_USER = unquote(_url.username or "")
EMAIL_HOST_PASSWORD = unquote(_url.password or "")
EMAIL_USE_SSL = _url.scheme == "smtps"
EMAIL_USE_TLS = parse_qs(_url.query).get("tls") == ["1"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("FROM_EMAIL", "no-reply@mail.localhost")
MAILBOX_DIR = VAR_DIR / "mailbox"  # what the development mailbox has received
