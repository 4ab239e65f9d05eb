"""The operators' host."""

from django.urls import URLPattern, URLResolver, include, path

handler500 = "tenants.views.errors.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tenants.console.urls")),
    path("", include("emails.urls_console")),
    path("", include("billing.urls.console")),
]
