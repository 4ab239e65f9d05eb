"""Customers read: what was on their screen, and what they said to have read."""

from django.db import transaction

from crm.models import Customer, Update, UpdateReceipt
from crm.selectors.portal_updates import update_for
from tenants.activity.record import record
from tenants.kernel import clock


@transaction.atomic
def mark_read(customer: Customer, *, update_id: int) -> UpdateReceipt:
    """Note the first time that an update was on this customer's screen; raises NotFound for another's."""
    return _receipt(customer, update_for(customer, update_id))


@transaction.atomic
def acknowledge(customer: Customer, *, update_id: int) -> UpdateReceipt:
    """Note that a customer says they have read an alert; the first time counts. Raises NotFound for another's."""
    update = update_for(customer, update_id)
    receipt = UpdateReceipt.objects.select_for_update().get(pk=_receipt(customer, update).pk)
    if receipt.acknowledged_at is None and update.is_alert:
        receipt.acknowledged_at = clock.now()
        receipt.save(update_fields=["acknowledged_at"])
        record("update.acknowledged", update, contact_id=customer.contact_id, title=update.title)
    return receipt


@transaction.atomic
def choose_update_mail(customer_id: int, *, wanted: bool) -> Customer:
    """Have updates mailed to a customer or not; alerts are mailed in any case."""
    customer = Customer.objects.select_for_update().get(pk=customer_id)
    if customer.wants_update_mail != wanted:
        customer.wants_update_mail = wanted
        customer.save(update_fields=["wants_update_mail"])
        verb = "updates.mail_on" if wanted else "updates.mail_off"
        record(verb, customer, contact_id=customer.contact_id)
    return customer


def _receipt(customer: Customer, update: Update) -> UpdateReceipt:
    receipt, is_new = UpdateReceipt.objects.get_or_create(
        update=update, customer=customer, defaults={"read_at": clock.now()}
    )
    if is_new:
        record("update.read", update, contact_id=customer.contact_id, title=update.title)
    return receipt
