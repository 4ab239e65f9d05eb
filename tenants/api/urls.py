from django.urls import path

from tenants.api.views import root

urlpatterns = [
    path("", root.Root.as_view(), name="root"),
    path("schema/", root.schema, name="schema"),
]
