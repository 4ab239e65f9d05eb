from django.urls import path

from tenants.views import certificates, find, health, sign_up, site

app_name = "tenants"
urlpatterns = [
    path("", site.home, name="site"),
    path("legal/", site.legal, name="legal"),
    path("robots.txt", site.robots, name="robots"),
    path("sign-up/", sign_up.sign_up, name="sign_up"),
    path("sign-up/address/", sign_up.address, name="sign_up_address"),
    path("sign-up/<str:reference>/", sign_up.sent, name="sign_up_sent"),
    path("sign-up/<str:reference>/mail/", sign_up.mail, name="sign_up_mail"),
    path("find-my-business/", find.find_my_business, name="find"),
    path("healthz", health.healthz, name="healthz"),
    path("tls/allowed/", certificates.certificate_allowed, name="certificate_allowed"),
    path("readyz", health.readyz, name="readyz"),
]
