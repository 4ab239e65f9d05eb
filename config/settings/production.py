"""Only tightens. Refuses to start with what belongs to development."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *
from config.settings.env import env

PUBLIC_SCHEME = "https"
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = [BASE_DOMAIN, f".{BASE_DOMAIN}"]

MIN_KEY_LENGTH = 50

if len(SECRET_KEY) < MIN_KEY_LENGTH or SECRET_KEY.startswith("development-only"):
    raise ImproperlyConfigured("SECRET_KEY must be a random text of at least 50 characters.")
if BASE_DOMAIN in {"", "localhost"} or "*" in BASE_DOMAIN:
    raise ImproperlyConfigured("BASE_DOMAIN must be the domain that Mango is served at.")
if STRIPE_API_BASE != "https://api.stripe.com":
    raise ImproperlyConfigured("STRIPE_API_BASE points to a stand-in: production speaks to Stripe only.")
if STRIPE_SECRET_KEY == "sk_test_standin" or STRIPE_WEBHOOK_SECRET == "whsec_standin":  # noqa: S105 known to all
    raise ImproperlyConfigured("STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET are the stand-in's, which everybody knows.")
if "*" in TRUSTED_PROXIES:
    raise ImproperlyConfigured("TRUSTED_PROXIES must name addresses or networks, not everybody.")
if DEBUG:
    raise ImproperlyConfigured("DEBUG shows strangers what is inside.")
for _name in ("DATABASE_URL", "BROKER_URL", "CACHE_URL", "EMAIL_URL", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"):
    env.text(_name)

SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-mango_session"
CONSOLE_COOKIE_NAME = "__Host-mango_console"
DEVICE_COOKIE_NAME = "__Host-mango_device"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-mango_csrf"
