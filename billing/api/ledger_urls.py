"""The API's addresses of refunds, write-offs, credit and disputes."""

from django.urls import path

from billing.api import disputes, given, refunds

urlpatterns = [
    path("payments/<int:payment_id>/refunds/", refunds.PaymentRefunds.as_view(), name="payment_refunds"),
    path("refunds/<int:refund_id>/retry/", refunds.RefundRetry.as_view(), name="refund_retry"),
    path("payments/<int:payment_id>/credits/", given.PaymentCredits.as_view(), name="payment_credits"),
    path("contacts/<int:contact_id>/credits/", given.ContactCredits.as_view(), name="contact_credits"),
    path("credits/<int:credit_id>/", given.OneCredit.as_view(), name="credit"),
    path("credits/<int:credit_id>/taking-back/", given.CreditTakingBack.as_view(), name="credit_taking_back"),
    path("charges/<int:charge_id>/write-off/", given.ChargeWriteOff.as_view(), name="charge_write_off"),
    path("disputes/", disputes.Disputes.as_view(), name="disputes"),
    path("disputes/<int:dispute_id>/", disputes.OneDispute.as_view(), name="dispute"),
    path("disputes/<int:dispute_id>/evidence/", disputes.DisputeEvidence.as_view(), name="dispute_evidence"),
]
