from django.urls import path

from billing.views import currencies

urlpatterns = [path("workspace/settings/currencies/", currencies.currencies, name="currencies")]
