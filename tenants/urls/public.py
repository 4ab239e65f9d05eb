from django.urls import path

from tenants.views import health

app_name = "tenants"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
