"""PostgreSQL: given by DATABASE_URL, or the embedded one."""

import dj_database_url

from config.settings.env import env
from tenants.kernel.postgresql.pool import forget_business

TENANT_MODEL = "tenants.Business"
TENANT_DOMAIN_MODEL = "tenants.Domain"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_LIMIT_SET_CALLS = False  # the backend asks the server instead of remembering


def _url() -> str:
    given = env.text("DATABASE_URL", "")
    if given:
        return given
    from config.embedded import database_url

    return database_url()


DATABASES = {
    "default": {
        **dj_database_url.parse(_url()),
        "ENGINE": "tenants.kernel.postgresql",
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "options": "-c search_path= -c statement_timeout=30000",
            "connect_timeout": 5,
            "application_name": "mango",
            "pool": {
                "min_size": 1,
                "max_size": env.number("DATABASE_POOL_SIZE", 4),
                "timeout": env.number("DATABASE_POOL_SECONDS", 10),
                "reset": forget_business,
            },
        },
    }
}
