from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tenants.kernel.models import BusinessModel, BusinessQuerySet
from tenants.kernel.money import Money

if TYPE_CHECKING:
    from billing.frozen import Frozen


class InvoiceQuerySet(BusinessQuerySet["Invoice"]):
    def issued(self) -> Self:
        """What has a number: with the void ones, as nothing with a number goes away."""
        return self.exclude(state=Invoice.State.DRAFT)

    def drafts(self) -> Self:
        return self.filter(state=Invoice.State.DRAFT)


_Invoices = models.Manager.from_queryset(InvoiceQuerySet)


class Invoice(BusinessModel):
    """A legal document made of charges, or the credit note that corrects one. Issued, it is frozen and never deleted.

    What it says stands in ``frozen`` (billing.frozen), and is all that pages and papers read of an issued one. It adds
    nothing to the ledger: what is due of it is what is due of its charges.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        CREDIT_NOTE = "credit_note", _("Credit note")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ISSUED = "issued", _("Issued")
        VOID = "void", _("Void")

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.INVOICE)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="invoices", db_index=False)
    number = models.CharField(max_length=60, blank=True)
    counter_year = models.PositiveSmallIntegerField(null=True)
    """The year whose numbers it is counted among; 0 where numbers go on over the years."""
    sequence = models.PositiveBigIntegerField(null=True)
    issued_on = models.DateField(null=True)
    supplied_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    """In a draft: only when somebody chose it; else it follows the due terms at issue."""
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=20, decimal_places=10, null=True)
    """The business's currency per unit, as stored with the charges; None for an invoice in that currency."""
    is_reverse_charge = models.BooleanField(default=False)
    notes = models.TextField(blank=True)
    terms = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    """Why a credit note was made, or why an invoice is void."""
    net_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    amount_minor = models.BigIntegerField(default=0)
    frozen = models.JSONField(null=True)
    frozen_sha256 = models.CharField(max_length=64, blank=True)
    """Of ``frozen`` as the database writes it, so that a change behind Mango's back is seen."""
    pdf_key = models.CharField(max_length=200, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    verify_code = models.CharField(max_length=20, blank=True)
    """Unguessable; whoever holds the paper proves by it that the business made it."""
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="credit_notes")
    automatic_key = models.CharField(max_length=40, blank=True)
    """Names the automatic run that made it, so that it is made once for each contact."""
    created_by_id = models.BigIntegerField(null=True)
    created_by_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    issued_at = models.DateTimeField(null=True)
    issued_by_name = models.CharField(max_length=150, blank=True)
    voided_at = models.DateTimeField(null=True)
    request_key = models.UUIDField(null=True, unique=True)
    """Names the form it came from, so that a form sent twice makes one."""

    objects: ClassVar["_Invoices[Invoice]"] = _Invoices()

    class Meta(BusinessModel.Meta):
        db_table = "billing_invoice"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", number="", sequence__isnull=True, frozen__isnull=True)
                | (
                    ~Q(state="draft")
                    & ~Q(number="")
                    & ~Q(verify_code="")
                    & ~Q(frozen_sha256="")
                    & Q(
                        sequence__isnull=False,
                        counter_year__isnull=False,
                        frozen__isnull=False,
                        issued_on__isnull=False,
                        issued_at__isnull=False,
                    )
                ),
                name="billing_invoice_frozen",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor=F("net_minor") + F("tax_minor"), amount_minor__gte=0),
                name="billing_invoice_sum",
            ),
            models.CheckConstraint(
                condition=Q(kind="credit_note", corrects__isnull=False) | Q(kind="invoice", corrects__isnull=True),
                name="billing_invoice_corrects",
            ),
            models.CheckConstraint(
                condition=Q(state="void", voided_at__isnull=False) | (~Q(state="void") & Q(voided_at__isnull=True)),
                name="billing_invoice_void",
            ),
            # No number twice, however many issue at once.
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="billing_invoice_number"),
            models.UniqueConstraint(fields=["kind", "counter_year", "sequence"], name="billing_invoice_sequence"),
            models.UniqueConstraint(fields=["verify_code"], condition=~Q(verify_code=""), name="billing_invoice_code"),
            models.UniqueConstraint(
                fields=["contact", "automatic_key"], condition=~Q(automatic_key=""), name="billing_invoice_automatic"
            ),
        ]
        indexes = [
            # A contact's invoices, newest first, paginated by key.
            models.Index(fields=["contact", "-id"], name="billing_invoice_by_contact"),
        ]

    def __str__(self) -> str:
        return self.number or str(self.State.DRAFT.label)

    @property
    def net(self) -> Money:
        return Money(self.net_minor, self.currency)

    @property
    def tax(self) -> Money:
        return Money(self.tax_minor, self.currency)

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def due(self) -> Money:
        """What is still due of it; only on rows from billing.selectors.invoices, which read it from the ledger."""
        return Money(self.due_minor, self.currency)  # type: ignore[attr-defined]

    @property
    def is_overdue(self) -> bool:
        """Whether any of it should have been paid before today; only on rows from billing.selectors.invoices."""
        return bool(self.late_minor)  # type: ignore[attr-defined]

    @property
    def is_credited(self) -> bool:
        """Whether credit notes have taken all of it back; only on these rows as well."""
        return not self.is_draft and self.credited_minor == self.amount_minor  # type: ignore[attr-defined]

    @property
    def is_written_off(self) -> bool:
        """Whether nothing is due of it because some of it was given up; only on these rows as well."""
        return not self.due_minor and self.written_off_minor > 0  # type: ignore[attr-defined]

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_void(self) -> bool:
        return self.state == self.State.VOID

    @property
    def is_credit_note(self) -> bool:
        return self.kind == self.Kind.CREDIT_NOTE

    @property
    def document(self) -> "Frozen":
        """What an issued one says, for good; a draft says nothing yet and raises ValueError."""
        if self.frozen is None:
            raise ValueError("A draft is not frozen.")
        found: Frozen = self.frozen
        return found


class InvoiceLine(BusinessModel):
    """A line of a draft, or what a credit note takes back of a charge. An issued invoice's lines are its charges.

    A line with a charge says what the charge says; one without becomes a charge when the invoice is issued.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(default=0)
    charge = models.ForeignKey("billing.Charge", on_delete=models.PROTECT, null=True, related_name="invoice_lines")
    is_credit = models.BooleanField(default=False)
    product = models.ForeignKey("billing.Product", on_delete=models.PROTECT, null=True, related_name="+")
    description = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=12, decimal_places=3, default=Decimal(1))
    unit = models.CharField(max_length=30, blank=True)
    unit_price_minor = models.BigIntegerField()
    discount_percent = models.DecimalField(max_digits=6, decimal_places=3, default=Decimal(0))
    discount_minor = models.BigIntegerField(default=0)
    tax_rate = models.DecimalField(max_digits=6, decimal_places=3, default=Decimal(0))
    tax_inclusive = models.BooleanField(default=False)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta(BusinessModel.Meta):
        db_table = "billing_invoice_line"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor=F("net_minor") + F("tax_minor"), amount_minor__gt=0),
                name="billing_invoice_line_sum",
            ),
            models.CheckConstraint(
                condition=Q(is_credit=False) | Q(charge__isnull=False), name="billing_invoice_line_credit"
            ),
            # What stands on one invoice, draft or not, stands on no other.
            models.UniqueConstraint(
                fields=["charge"], condition=Q(is_credit=False), name="billing_invoice_line_charge"
            ),
            models.UniqueConstraint(
                fields=["invoice", "charge"], condition=Q(is_credit=True), name="billing_invoice_line_credited"
            ),
        ]

    def __str__(self) -> str:
        return self.description
