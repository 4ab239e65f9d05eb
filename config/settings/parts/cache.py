"""Cache: a convenience only. Nothing that must survive lives here."""

from config.settings.env import env

_url = env.text("CACHE_URL", "")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache"
        if _url
        else "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": _url or "mango",
        "KEY_FUNCTION": "tenants.kernel.cache.business_key",
    }
}
