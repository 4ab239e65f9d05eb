"""Keys, cookies, hosts, headers. Production only tightens what stands here."""

from csp.constants import NONCE, NONE, SELF

from config.settings.env import env
from config.settings.parts.stripe import STRIPE_PAGES

SECRET_KEY = env.text("SECRET_KEY", "development-only-key-that-production-refuses-to-start-with")
DEBUG = False
BASE_DOMAIN = env.text("BASE_DOMAIN", "localhost")  # without the port
PORT = env.number("PORT", 8000)
PUBLIC_SCHEME = env.text("PUBLIC_SCHEME", "http")
ALLOWED_HOSTS = [BASE_DOMAIN, f".{BASE_DOMAIN}"]
USE_X_FORWARDED_HOST = False
TRUSTED_PROXIES = env.items("TRUSTED_PROXIES")  # addresses or networks; what others say of whom they forward is nothing

PASSWORD_HASHERS = ["tenants.accounts.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "tenants.accounts.passwords.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
]

SESSION_COOKIE_NAME = "mango_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
CONSOLE_COOKIE_NAME = "mango_console"
DEVICE_COOKIE_NAME = "mango_device"  # a browser that is not asked for a code
CSRF_COOKIE_NAME = "mango_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tenants.views.errors.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],  # blob: a picture just chosen, shown before it is sent
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *STRIPE_PAGES],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
