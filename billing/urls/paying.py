"""Pages about how customers pay, and about what they say they have paid."""

from django.urls import path

from billing.urls import quotes
from billing.views import paying, transfers

urlpatterns = [
    *quotes.urlpatterns,
    path("workspace/settings/paying/", paying.paying_settings, name="paying_settings"),
    path("workspace/transfers/", transfers.transfer_list, name="transfer_list"),
    path("workspace/transfers/<int:notice_id>/", transfers.transfer, name="transfer"),
    path("workspace/transfers/<int:notice_id>/proof/", transfers.proof, name="transfer_proof"),
    path("workspace/transfers/<int:notice_id>/decline/", transfers.decline, name="transfer_decline"),
    path("workspace/payments/<int:payment_id>/proof/", transfers.payment_proof, name="payment_proof"),
]
