from django.db import models

from tenants.kernel.models import BusinessModel


class MailDay(BusinessModel):
    """How many messages set out on one day of the business's own calendar; the daily cap counts here."""

    on = models.DateField(unique=True)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "emails_mail_day"
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.on}: {self.taken}"
