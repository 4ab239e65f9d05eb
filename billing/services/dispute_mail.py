"""Telling the owners that a bank wants an answer, as whoever does not answer in time has lost; and how it decided."""

from typing import Any

from django.db.models import Sum

from billing.evidence import advice_for
from billing.models import Dispute, LedgerEntry
from billing.models.dispute import CLOSED
from billing.selectors.disputes import reopened_by, taken_twice
from billing.services.team import owners
from tenants.accounts.models import User
from tenants.kernel.dates import long_moment
from tenants.kernel.mail import Recipient, compose
from tenants.kernel.scope import require_business
from tenants.links import business_url

State = Dispute.State
_ENDS = {State.WON: "dispute_won", State.LOST: "dispute_lost"}
"""The kind of mail that tells of an end; whatever else closes a dispute is told as a question that is over."""


def tell_of_dispute(dispute: Dispute) -> None:
    """Write to each owner, once for each dispute."""
    business = require_business()
    due = dispute.evidence_due_at
    for owner in owners():
        facts = {
            "why": str(advice_for(dispute.reason).meaning),
            "until": long_moment(due, time_zone=business.time_zone, locale=business.locale) if due else "",
            "is_inquiry": dispute.is_inquiry,
        }
        _write("dispute_opened", dispute, owner, facts, key=f"dispute:{dispute.pk}:{owner.pk}")


def tell_how_it_ended(dispute: Dispute) -> None:
    """Write to each owner how a bank decided, once for each dispute and outcome; nothing while it is open.

    Must be called after the ledger has followed: it says what is due again.
    """
    if dispute.state not in CLOSED:
        return
    facts = _left(dispute)
    kind = _ENDS.get(State(dispute.state), "dispute_closed")
    for owner in owners():
        _write(kind, dispute, owner, facts, key=f"dispute:{dispute.pk}:{dispute.state}:{owner.pk}")


def _left(dispute: Dispute) -> dict[str, Any]:
    """Return what an end leaves of the money."""
    locale, twice = require_business().locale, taken_twice(dispute)
    name = dispute.stripe_dispute
    moved = LedgerEntry.objects.filter(key__in=[f"dispute:{name}", f"dispute_won:{name}"])
    return {
        "receipt": dispute.payment.receipt_name,
        "fee": dispute.fee.format(locale) if dispute.fee else "",
        "is_due_again": twice is not None or bool(reopened_by(dispute.payment)),
        "taken_twice": twice.open.format(locale) if twice else "",
        "is_untouched": not moved.aggregate(minor=Sum("amount_minor"))["minor"],
    }


def _write(kind: str, dispute: Dispute, owner: User, facts: dict[str, Any], *, key: str) -> None:
    compose(
        kind,
        to=Recipient(owner.email, name=owner.name, user_id=owner.pk),
        context={
            "name": owner.name,
            "contact": dispute.contact.display_name,
            "amount": dispute.amount.format(require_business().locale),
            "link": business_url(f"/workspace/disputes/{dispute.pk}/"),
            **facts,
        },
        key=key,
    )
