"""How a business invoices, and what is different for one contact."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from billing.models.invoice import Invoice
from tenants.kernel.models import BusinessModel, OneRowModel


class Automatic(models.TextChoices):
    """When open charges become an invoice without anybody asking."""

    NEVER = "never", _("Never: I invoice by hand")
    MONTHLY = "monthly", _("Every month, on a day")
    THRESHOLD = "threshold", _("As soon as enough has come together")


class AcceptedQuote(models.TextChoices):
    """What a quote becomes when its customer accepts it."""

    CHARGES = "charges", _("Charges on the account, which are invoiced later")
    DRAFT = "draft", _("The draft of an invoice, which I look over and issue")
    INVOICE = "invoice", _("An invoice, issued and mailed at once")


class InvoiceCounter(BusinessModel):
    """The last number given out of one kind and year: a locked row each, so that numbers have no gap and no repeat."""

    kind = models.CharField(max_length=12, choices=Invoice.Kind)
    year = models.PositiveSmallIntegerField()
    first_number = models.PositiveBigIntegerField(default=1)
    last_number = models.PositiveBigIntegerField(default=0)

    class Meta(BusinessModel.Meta):
        db_table = "billing_invoice_counter"
        constraints = [
            models.UniqueConstraint(fields=["kind", "year"], name="billing_invoice_counter_once"),
            models.CheckConstraint(
                condition=Q(first_number__gte=1, last_number__gte=F("first_number") - 1),
                name="billing_invoice_counter_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last_number}"


class InvoicingRules(OneRowModel):
    """What every invoice of the business says and how it is numbered: one row."""

    class Paper(models.TextChoices):
        BY_COUNTRY = "", _("As usual in your country")
        A4 = "a4", _("A4")
        LETTER = "letter", _("Letter")

    pattern = models.CharField(max_length=40, default="{year}-{number:04}")
    credit_note_pattern = models.CharField(max_length=40, default="CN-{year}-{number:04}")
    is_reset_yearly = models.BooleanField(default=True)
    due_days = models.PositiveSmallIntegerField(default=14, validators=[MaxValueValidator(365)])
    notes = models.TextField(blank=True)
    terms = models.TextField(blank=True)
    tax_id = models.CharField(max_length=40, blank=True)
    registration = models.CharField(max_length=60, blank=True)
    bank_holder = models.CharField(max_length=120, blank=True)
    iban = models.CharField(max_length=40, blank=True)
    bic = models.CharField(max_length=20, blank=True)
    bank_other = models.TextField(blank=True)
    paper = models.CharField(max_length=8, choices=Paper, default=Paper.BY_COUNTRY, blank=True)
    automatic = models.CharField(max_length=10, choices=Automatic, default=Automatic.NEVER)
    automatic_day = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    automatic_minor = models.BigIntegerField(default=0)
    """What has to come together on one account, in the business's currency, before it is invoiced at once."""
    accepted_quote = models.CharField(
        max_length=8, choices=AcceptedQuote, default=AcceptedQuote.CHARGES, db_default=AcceptedQuote.CHARGES
    )
    updated_at = models.DateTimeField(db_default=Now())

    class Meta(OneRowModel.Meta):
        db_table = "billing_invoicing_rules"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="billing_invoicing_rules_single"),
            models.CheckConstraint(
                condition=Q(automatic_day__gte=1, automatic_day__lte=31), name="billing_invoicing_rules_day"
            ),
        ]

    def __str__(self) -> str:
        return self.pattern


class BillingProfile(BusinessModel):
    """What is different about invoicing one contact; what is empty is as the contact and the business have it."""

    contact = models.OneToOneField("crm.Contact", on_delete=models.CASCADE, related_name="billing_profile")
    name = models.CharField(max_length=150, blank=True)
    address = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    tax_id = models.CharField(max_length=40, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    is_reverse_charge = models.BooleanField(default=False)
    due_days = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(365)])
    automatic = models.CharField(max_length=10, choices=Automatic, blank=True)

    class Meta(BusinessModel.Meta):
        db_table = "billing_profile"

    def __str__(self) -> str:
        return self.name or str(self.contact_id)
