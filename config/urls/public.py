"""The base domain: the public site, sign-up, webhooks, health."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tenants.urls.public")),
]
