from django.urls import path

from billing.views import reconciliation

_PAGE = "workspace/payments/reconciliation/"

urlpatterns = [
    path(_PAGE, reconciliation.reconciliation, name="reconciliation"),
    path(_PAGE + "comparison/", reconciliation.compare, name="reconciliation_compare"),
    path(_PAGE + "<int:difference_id>/", reconciliation.difference, name="difference"),
]
