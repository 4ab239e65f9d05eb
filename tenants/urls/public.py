from django.urls import path

from tenants.views import certificates, health

app_name = "tenants"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("tls/allowed/", certificates.certificate_allowed, name="certificate_allowed"),
]
