"""A business's host: its portal at the root, its workspace, its sign-in."""

from django.urls import URLPattern, URLResolver, include, path

handler500 = "tenants.views.errors.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("config.api")),
    path("workspace/", include("tenants.api.page_urls")),
    path("", include("tenants.urls.business")),
    path("", include("tenants.accounts.urls")),
    path("", include("billing.urls.business")),
    path("", include("customer_portal.urls")),
    path("workspace/contacts/", include("crm.urls")),
    path("workspace/files/", include("crm.file_urls")),
    path("workspace/updates/", include("crm.updates_urls")),
    path("", include("emails.urls")),
]
