from django.db import models

from tenants.models import Business


class Pulse(models.Model):
    """How a business is doing, as last counted inside it; the console's lists read this and never every schema.

    A job takes the stalest in turn. ``fault`` says why the last count could not be made; the numbers are then old.
    """

    business = models.OneToOneField(Business, on_delete=models.CASCADE, primary_key=True, related_name="pulse")
    measured_at = models.DateTimeField()
    fault = models.CharField(max_length=200, blank=True)
    members = models.PositiveIntegerField(default=0)
    contacts = models.PositiveIntegerField(default=0)
    customers = models.PositiveIntegerField(default=0)
    payments = models.PositiveIntegerField(default=0)
    mail_troubled = models.PositiveIntegerField(default=0)
    mail_waiting = models.PositiveIntegerField(default=0)
    first_contact_at = models.DateTimeField(null=True)
    first_payment_at = models.DateTimeField(null=True)
    last_activity_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "console_pulse"
        indexes = [
            # The job's "who has waited longest", and the mail page's "where is trouble".
            models.Index(fields=["measured_at"], name="console_pulse_stalest"),
            models.Index(
                fields=["-mail_troubled"], name="console_pulse_troubled", condition=models.Q(mail_troubled__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"pulse of business {self.business_id}"
