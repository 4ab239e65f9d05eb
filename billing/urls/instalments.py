"""Plans to pay in parts, for the team, and what customers may do by themselves."""

from django.urls import path

from billing.views import autopay_settings, instalments

urlpatterns = [
    path("workspace/contacts/<int:contact_id>/instalments/new/", instalments.plan_new, name="plan_new"),
    path("workspace/settings/autopay/", autopay_settings.autopay_settings, name="autopay_settings"),
    path("workspace/instalments/<int:plan_id>/", instalments.plan, name="plan"),
    path("workspace/instalments/<int:plan_id>/end/", instalments.plan_end, name="plan_end"),
]
