"""What is given up, given and taken back: write-offs, credit, refunds that failed, disputes."""

from django.urls import path

from billing.views import credits as credit_views
from billing.views import disputes, refunds, write_offs

LEDGER = [
    path("workspace/charges/<int:charge_id>/write-off/", write_offs.write_off_new, name="write_off"),
    path("workspace/charges/<int:charge_id>/write-off/undo/", write_offs.write_off_undo, name="write_off_undo"),
    path("workspace/contacts/<int:contact_id>/credit/new/", credit_views.credit_new, name="credit_new"),
    path("workspace/credits/<int:credit_id>/", credit_views.credit, name="credit"),
    path("workspace/credits/<int:credit_id>/taking-back/", credit_views.credit_take_back, name="credit_take_back"),
    path("workspace/disputes/", disputes.dispute_list, name="dispute_list"),
    path("workspace/disputes/<int:dispute_id>/", disputes.dispute, name="dispute"),
    path("workspace/disputes/<int:dispute_id>/answer/", disputes.dispute_answer, name="dispute_answer"),
    path("workspace/disputes/<int:dispute_id>/claim/", disputes.dispute_claim, name="dispute_claim"),
    path("workspace/refunds/<int:refund_id>/retry/", refunds.refund_again, name="refund_again"),
    path("workspace/refunds/<int:refund_id>/letting-be/", refunds.refund_let_be, name="refund_let_be"),
]
