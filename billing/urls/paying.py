"""Pages about how customers pay."""

from django.urls import path

from billing.views import paying

urlpatterns = [
    path("workspace/settings/paying/", paying.paying_settings, name="paying_settings"),
]
