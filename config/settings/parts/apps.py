"""Two worlds of tables: SHARED_APPS live in the public schema, TENANT_APPS in each business's own."""

SHARED_APPS = [
    "tenants.kernel.jobs",
    "tenants",
    "tenants.console",
    "billing.inbox",
    "django_tenants",
    "django.contrib.contenttypes",  # forced by django-tenants' backend; public only, unused by us
]

TENANT_APPS = [
    "tenants.kernel.canary",
    "tenants.accounts",
    "tenants.activity",
    "tenants.api",
    "emails",
    "crm",
    "billing",
]

_WITHOUT_TABLES = [
    "config",
    "customer_portal",
    "rest_framework",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",  # the plain ones: the others each replace the list of template loaders
    "template_partials.apps.SimpleAppConfig",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS, *_WITHOUT_TABLES]

MIDDLEWARE = [
    "tenants.middleware.request_id.RequestIdMiddleware",
    "tenants.api.middleware.ProblemMiddleware",  # whatever answers under /api/ says no in one shape
    "csp.middleware.CSPMiddleware",  # before what may refuse a request: refusals carry the policy, too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tenants.middleware.hosts.HostMiddleware",
    "tenants.accounts.middleware.SessionMiddleware",
    "tenants.console.middleware.ConsoleMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tenants.accounts.middleware.PeopleMiddleware",
    "tenants.middleware.standing.StandingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tenants.middleware.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls.business"
PUBLIC_SCHEMA_URLCONF = "config.urls.public"
CONSOLE_URLCONF = "config.urls.console"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
