"""What is given up and given: write-offs and credit."""

from django.urls import path

from billing.views import credits as credit_views
from billing.views import write_offs

LEDGER = [
    path("workspace/charges/<int:charge_id>/write-off/", write_offs.write_off_new, name="write_off"),
    path("workspace/charges/<int:charge_id>/write-off/undo/", write_offs.write_off_undo, name="write_off_undo"),
    path("workspace/contacts/<int:contact_id>/credit/new/", credit_views.credit_new, name="credit_new"),
    path("workspace/credits/<int:credit_id>/", credit_views.credit, name="credit"),
    path("workspace/credits/<int:credit_id>/taking-back/", credit_views.credit_take_back, name="credit_take_back"),
]
