from django.db import models
from django.db.models.functions import Now

from billing.models.invoice import Invoice
from tenants.kernel import clock
from tenants.kernel.models import BusinessModel


class DocumentLink(BusinessModel):
    """A link that shows one invoice to whoever holds it, without signing in, until it is over or taken back.

    Its address is signed and stands nowhere: it is made anew from the row whenever the team copies it or mail goes out.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="links")
    is_mailed = models.BooleanField(default=False)
    """Made for the invoice's mail; others are made by the team, to be passed on by hand."""
    created_at = models.DateTimeField(db_default=Now())
    created_by_name = models.CharField(max_length=150, blank=True)
    expires_at = models.DateTimeField()
    viewed_at = models.DateTimeField(null=True)
    """When it was first on somebody's screen."""
    revoked_at = models.DateTimeField(null=True)
    revoked_by_name = models.CharField(max_length=150, blank=True)

    class Meta(BusinessModel.Meta):
        db_table = "billing_document_link"
        constraints = [
            # The mail about an invoice is written once, and so is its link.
            models.UniqueConstraint(
                fields=["invoice"], condition=models.Q(is_mailed=True), name="billing_document_link_mailed"
            ),
        ]

    def __str__(self) -> str:
        return f"link to {self.invoice_id}"

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.now()
