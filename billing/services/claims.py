"""Asking again for what a payer's bank took although it had been given back before."""

from django.utils.translation import gettext as _

from billing.models import Dispute, LedgerEntry
from billing.selectors.adjustments import MOVED
from billing.selectors.disputes import taken_twice
from billing.services.charges import ChargeDraft, add_charge
from billing.services.ledger import allocate, post
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.scope import require_business


def charge_what_was_taken_twice(dispute: Dispute, by: User | None) -> None:
    """Make a charge of what the bank took beyond the payment, so that it can be paid, invoiced and reminded of.

    It moves from the dispute's line to the charge's, and the balance stays. The caller holds the account.
    """
    debit = taken_twice(dispute)
    if debit is None:
        return
    # An assistant, who may see charges but no payments, reads the receipt's number here. It stays: whoever is asked to
    # pay, and whoever they ask about it, must know which payment it is of; the assistant cannot open the receipt.
    why = _("The bank took %(receipt)s back after it had been refunded.") % {"receipt": dispute.payment.receipt_name}
    missing = debit.open
    moved = LedgerEntry(
        contact_id=debit.contact_id,
        currency=debit.currency,
        kind=LedgerEntry.Kind.CREDIT,
        amount_minor=-missing.minor,
        key=f"{MOVED}{debit.pk}",
        description=debit.description,
        reason=_("Asked for as a charge"),
        posted_by_name=by.name if by else "",
        effective_on=clock.today(require_business().time_zone),
    )
    post(moved)
    allocate(moved, debit, missing.minor)
    draft = ChargeDraft(description=_("Payment taken back by the bank"), unit_price=missing, reason=why)
    add_charge(contact_id=dispute.contact_id, draft=draft, added_by=by)
