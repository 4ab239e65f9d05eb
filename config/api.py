"""``/api/`` of a business: every app's own addresses, put together."""

from django.urls import URLPattern, URLResolver, include, path

from tenants.api.views.elsewhere import nothing_here

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include("tenants.api.urls")),
    path("v1/", include("crm.api.urls")),
    path("v1/", include("billing.api.urls")),
    path("<path:rest>", nothing_here),
]
