"""Pages about the API, in the workspace."""

from django.urls import path

from tenants.api.views import keys, reference

app_name = "api"
urlpatterns = [
    path("api/", reference.api_reference, name="reference"),
    path("settings/api/", keys.key_list, name="key_list"),
    path("settings/api/<int:key_id>/revocation/", keys.key_revocation, name="key_revocation"),
]
