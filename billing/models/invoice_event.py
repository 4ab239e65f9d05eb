from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from billing.models.invoice import Invoice
from tenants.kernel.models import BusinessModel


class InvoiceEvent(BusinessModel):
    """Something that happened to an issued invoice and stands nowhere else: that somebody looked at it, once each."""

    class Name(models.TextChoices):
        VIEWED = "viewed", _("Viewed")
        LINK_VIEWED = "link_viewed", _("Viewed by its link")

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="events", db_index=False)
    name = models.CharField(max_length=12, choices=Name)
    user_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "billing_invoice_event"
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "name", "user_id"], nulls_distinct=False, name="billing_invoice_event_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.name}"


class InvoiceAttachment(BusinessModel):
    """A file of the contact that goes with an invoice; the customer opens it there."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="attachments", db_index=False)
    file = models.ForeignKey("crm.StoredFile", on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "billing_invoice_attachment"
        constraints = [
            models.UniqueConstraint(fields=["invoice", "file"], name="billing_invoice_attachment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.file_id}"
