"""A customer's first look over what the business holds about them."""

from django.db import transaction

from crm.models import Customer
from crm.selectors.details import Detail, details_of
from tenants.activity.record import record
from tenants.kernel import clock

__all__ = ["Detail", "confirm_details", "details_of"]


@transaction.atomic
def confirm_details(customer_id: int) -> Customer:
    """Note that a customer has looked over their details; corrections will hang on the keys of the details."""
    customer = Customer.objects.select_for_update().get(pk=customer_id)
    customer.details_reviewed_at = clock.now()
    customer.save(update_fields=["details_reviewed_at"])
    record("details.reviewed", customer, contact_id=customer.contact_id)
    return customer
