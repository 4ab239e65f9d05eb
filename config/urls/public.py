"""The base domain: the public site, sign-up, webhooks, health."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

handler500 = "tenants.views.errors.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tenants.urls.public")),
    path("", include("billing.urls.public")),
]

if settings.DEVELOPMENT:
    urlpatterns.append(path("ui/", include("tenants.urls.ui")))
    urlpatterns.append(path("dev/mail/", include("emails.mailbox.urls")))
