from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Abs, Now
from django.utils.translation import gettext_lazy as _

from billing.models.charge import Charge
from billing.models.payment import Payment
from tenants.kernel.models import BusinessModel, BusinessQuerySet
from tenants.kernel.money import Money

_OWED = ("charge", "refund", "dispute", "write_off_back", "credit_back")
_GIVEN = ("charge_void", "credit_note", "write_off", "credit")
"""What the business lets go of, without money having moved."""
_OF_CHARGE = ("charge", "charge_void", "credit_note", "write_off", "write_off_back")
_OF_PAYMENT = ("payment", "refund", "refund_failed", "dispute", "dispute_won")
GIVEN_BACK = ("refund", "refund_failed", "dispute", "dispute_won")
"""Money of a payment that went back, or came again."""
_OF_EITHER = ("credit", "credit_back")
"""Credit given out of kindness names nothing; given instead of money, it names the payment."""


class LedgerQuerySet(BusinessQuerySet["LedgerEntry"]):
    def debits(self) -> "LedgerQuerySet":
        return self.filter(amount_minor__gt=0)

    def credits(self) -> "LedgerQuerySet":
        return self.filter(amount_minor__lt=0)

    def unsettled(self) -> "LedgerQuerySet":
        """Entries of which something is still open: all that is owed, and all credit left."""
        return self.filter(open_minor__gt=0)


class LedgerEntry(BusinessModel):
    """One effect on a contact's account: debits raise what is owed, credits (negative) lower it. Rows are only added.

    ``key`` names the effect, so that nothing takes effect twice. ``open_minor`` is the part that no allocation has
    used yet, unsigned, and the database keeps it between nothing and the whole. Nothing else moves but a charge's
    ``due_on``, once, when it is invoiced.
    """

    class Kind(models.TextChoices):
        CHARGE = "charge", _("Charge")
        CHARGE_VOID = "charge_void", _("Charge voided")
        CREDIT_NOTE = "credit_note", _("Credit note")
        WRITE_OFF = "write_off", _("Written off")
        WRITE_OFF_BACK = "write_off_back", _("Due again after all")
        CREDIT = "credit", _("Credit given")
        CREDIT_BACK = "credit_back", _("Credit taken back")
        PAYMENT = "payment", _("Payment")
        REFUND = "refund", _("Refund")
        REFUND_FAILED = "refund_failed", _("Refund that did not go through")
        DISPUTE = "dispute", _("Disputed payment taken back")
        DISPUTE_WON = "dispute_won", _("Disputed payment returned")

    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="ledger_entries", db_index=False)
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=20, choices=Kind)
    amount_minor = models.BigIntegerField()
    open_minor = models.BigIntegerField()
    key = models.CharField(max_length=120, unique=True)
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, null=True, related_name="entries")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="entries")
    description = models.CharField(max_length=250)
    reason = models.CharField(max_length=500, blank=True, db_default="")
    """Why it was written off or given, in words that the customer reads."""
    posted_by_name = models.CharField(max_length=150, blank=True, db_default="")
    effective_on = models.DateField()
    due_on = models.DateField(null=True)
    """When a debit falls due; credits have none."""
    created_at = models.DateTimeField(db_default=Now())

    objects = models.Manager.from_queryset(LedgerQuerySet)()  # type: ignore[misc]

    class Meta(BusinessModel.Meta):
        db_table = "billing_ledger_entry"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=_OWED, amount_minor__gt=0, due_on__isnull=False)
                | Q(
                    kind__in=[*_GIVEN, "payment", "refund_failed", "dispute_won"],
                    amount_minor__lt=0,
                    due_on__isnull=True,
                ),
                name="billing_ledger_sign",
            ),
            models.CheckConstraint(
                condition=Q(open_minor__gte=0, open_minor__lte=Abs(F("amount_minor"))), name="billing_ledger_open"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=_OF_CHARGE, charge__isnull=False, payment__isnull=True)
                | Q(kind__in=_OF_EITHER, charge__isnull=True)
                | Q(kind__in=_OF_PAYMENT, charge__isnull=True, payment__isnull=False),
                name="billing_ledger_origin",
            ),
        ]
        indexes = [
            # A statement in order, and its running balance.
            models.Index(fields=["contact", "currency", "effective_on", "id"], name="billing_ledger_statement"),
            # What is owed and what credit is left: as large as what is open, however long the history.
            models.Index(
                fields=["contact", "due_on"],
                name="billing_ledger_unsettled",
                include=["currency", "amount_minor", "open_minor"],
                condition=Q(open_minor__gt=0),
            ),
            # The list of open charges, newest first, past no entry that is settled or has no charge.
            models.Index(
                fields=["charge"],
                name="billing_ledger_open_charges",
                condition=Q(open_minor__gt=0, kind="charge"),
            ),
            # What went back in some days, past everything that has not.
            models.Index(
                fields=["effective_on"],
                name="billing_ledger_given_back",
                condition=Q(kind__in=GIVEN_BACK),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.amount.format()}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def open(self) -> Money:
        return Money(self.open_minor, self.currency)


class Allocation(BusinessModel):
    """How much of a credit settles how much of a debit. A release ends it and is kept; nothing is deleted."""

    credit = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="used_for")
    debit = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="settled_by")
    amount_minor = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now())
    released_at = models.DateTimeField(null=True)

    class Meta(BusinessModel.Meta):
        db_table = "billing_allocation"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="billing_allocation_amount"),
            models.CheckConstraint(condition=~Q(credit=F("debit")), name="billing_allocation_sides"),
        ]

    def __str__(self) -> str:
        return f"{self.credit_id} → {self.debit_id}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.credit.currency)
