"""Templates with django-cotton's components and named parts; loaders are listed so that cotton can wrap them."""

from config.settings.parts.paths import BASE_DIR

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _LOADERS)])],
            "builtins": ["django_cotton.templatetags.cotton", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "tenants.context.place",
                "tenants.navigation.workspace",
                "tenants.console.navigation.console",
                "tenants.brand.page.brand",
                "customer_portal.pages.customers_frame",
            ],
        },
    }
]
COTTON_DIR = "cotton"
COTTON_SNAKE_CASED_NAMES = True
COTTON_ISOLATE_BY_DEFAULT = True  # a component sees its own attributes, never the page's variables
