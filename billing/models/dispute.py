from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from billing.models.payment import Payment
from tenants.kernel.models import BusinessModel
from tenants.kernel.money import Money


class Dispute(BusinessModel):
    """A payment that the payer's bank questions, as Stripe last told of it, and what the team answered.

    The money is in the ledger; here stands what has to be done about it, and until when.
    """

    class State(models.TextChoices):
        """Stripe's own words: https://docs.stripe.com/api/disputes/object#dispute_object-status."""

        WARNING_NEEDS_RESPONSE = "warning_needs_response", _("Inquiry to answer")
        WARNING_UNDER_REVIEW = "warning_under_review", _("Inquiry with the bank")
        WARNING_CLOSED = "warning_closed", _("Inquiry closed")
        NEEDS_RESPONSE = "needs_response", _("Evidence to send")
        UNDER_REVIEW = "under_review", _("With the bank")
        APPEAL_NEEDS_RESPONSE = "appeal_needs_response", _("Appeal to answer")
        APPEAL_UNDER_REVIEW = "appeal_under_review", _("Appeal with the bank")
        PREVENTED = "prevented", _("Prevented")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    contact = models.ForeignKey("crm.Contact", on_delete=models.PROTECT, related_name="disputes")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    stripe_dispute = models.CharField(max_length=100, unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=60)
    """Stripe's word for why; billing.evidence says it in ours."""
    state = models.CharField(max_length=30, choices=State)
    evidence_due_at = models.DateTimeField(null=True)
    """Until when an answer counts; None when the bank takes none."""
    submissions = models.PositiveIntegerField(default=0)
    """How often evidence was sent, from here or in Stripe's own pages."""
    opened_at = models.DateTimeField()
    updates = models.PositiveIntegerField(default=0)
    """How often something changed: whoever read Stripe before the last change reads again."""
    answer = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=150, blank=True)
    answer_state = models.CharField(max_length=10, blank=True)
    """Nothing, ``asked`` while it is on its way to Stripe, ``sent``, or ``refused``."""
    answer_failure = models.CharField(max_length=300, blank=True)
    answers = models.PositiveIntegerField(default=0)
    """How many answers were written here: each is sent under a key of its own."""
    fee_minor = models.BigIntegerField(null=True)
    """What Stripe keeps for it, in ``fee_currency``: nothing where it gave it back; None while that is not known."""
    fee_currency = models.CharField(max_length=3, blank=True, db_default="")
    fee_on = models.DateField(null=True)
    """On which day the fee counts: when it was heard of, like the money that the bank took."""
    claimed_again_at = models.DateTimeField(null=True)
    """When the team decided to ask for money that was lost: until then nobody is reminded and no card is charged."""
    created_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "billing_dispute"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="billing_dispute_amount"),
            models.CheckConstraint(
                condition=Q(fee_minor=None) | Q(fee_minor=0) | (~Q(fee_currency="") & Q(fee_on__isnull=False)),
                name="billing_dispute_fee",
            ),
        ]

    def __str__(self) -> str:
        return self.stripe_dispute

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def fee(self) -> Money | None:
        return None if self.fee_minor is None else Money(self.fee_minor, self.fee_currency or self.currency)

    @property
    def needs_answer(self) -> bool:
        return self.state in ANSWERABLE and self.evidence_due_at is not None and self.answer_state != "asked"

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED

    @property
    def is_kept(self) -> bool:
        """It is over, and the money is the business's."""
        return not self.is_open and self.state != self.State.LOST

    @property
    def is_inquiry(self) -> bool:
        """The bank asks first; no money has been taken."""
        return self.state.startswith("warning_")


ANSWERABLE = (
    Dispute.State.WARNING_NEEDS_RESPONSE,
    Dispute.State.NEEDS_RESPONSE,
    Dispute.State.APPEAL_NEEDS_RESPONSE,
)
CLOSED = (Dispute.State.WARNING_CLOSED, Dispute.State.PREVENTED, Dispute.State.WON, Dispute.State.LOST)
