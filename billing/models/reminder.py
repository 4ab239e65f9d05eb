from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from billing.models.charge import Charge
from tenants.kernel.models import BusinessModel


class ContactReminders(BusinessModel):
    """What is different for one contact; without a row everything goes as the rules say."""

    contact = models.OneToOneField("crm.Contact", on_delete=models.CASCADE, related_name="reminder_choice")
    reminds = models.BooleanField(default=True)
    sends_statements = models.BooleanField(default=True)
    left_out_on = models.DateField(null=True)
    """The one day on which a member has left them out."""

    class Meta(BusinessModel.Meta):
        db_table = "billing_contact_reminders"

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.reminds}"


class Reminder(BusinessModel):
    """One mail to one contact about everything that is owed; the database lets one be on a day."""

    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="reminders", db_index=False)
    day = models.DateField()
    message_id = models.BigIntegerField(null=True)
    """The mail, whose fate pages show; the outbox may forget it in time, so no foreign key."""
    sent_by_name = models.CharField(max_length=150, blank=True)
    """Who sent it by hand; nobody for those that go by the rules."""
    made_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "billing_reminder"
        constraints = [models.UniqueConstraint(fields=["contact", "day"], name="billing_reminder_once_a_day")]
        indexes = [models.Index(fields=["-day", "-id"], name="billing_reminder_by_day")]

    def __str__(self) -> str:
        return f"{self.contact_id} on {self.day}"


class ReminderItem(BusinessModel):
    """A charge that has been reminded of at a step, once for ever: days from its due date, or a broken promise.

    Of a charge that is paid in parts each part has its own steps, and one that is invoiced has steps anew, as its due
    date moves: ``part_on`` is the day of the part or of the invoice.
    """

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="items")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="reminder_items", db_index=False)
    days = models.IntegerField(null=True)
    part_on = models.DateField(null=True)
    promise = models.ForeignKey("billing.Promise", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(BusinessModel.Meta):
        db_table = "billing_reminder_item"
        constraints = [
            models.UniqueConstraint(
                fields=["charge", "days", "part_on"],
                condition=Q(days__isnull=False),
                nulls_distinct=False,
                name="billing_reminder_step_of_part",
            ),
            models.UniqueConstraint(
                fields=["charge", "promise"], condition=Q(days=None), name="billing_reminder_promise_once"
            ),
            models.CheckConstraint(
                condition=Q(days__isnull=False, promise=None) | Q(days=None, promise__isnull=False),
                name="billing_reminder_item_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.charge_id} at {self.days}"


class LateFee(BusinessModel):
    """A fee charged because another charge was not paid: the first, the second, … of it, each once."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="late_fees", db_index=False)
    number = models.PositiveSmallIntegerField()
    fee = models.OneToOneField(Charge, on_delete=models.PROTECT, related_name="late_fee_for")

    class Meta(BusinessModel.Meta):
        db_table = "billing_late_fee"
        constraints = [models.UniqueConstraint(fields=["charge", "number"], name="billing_late_fee_once")]

    def __str__(self) -> str:
        return f"{self.charge_id}: {self.number}"


class StatementMail(BusinessModel):
    """That a contact was sent the statement of a month, named by its first day; once."""

    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="statement_mails", db_index=False)
    month = models.DateField()
    message_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "billing_statement_mail"
        constraints = [models.UniqueConstraint(fields=["contact", "month"], name="billing_statement_mail_once")]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.month:%Y-%m}"
