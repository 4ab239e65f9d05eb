"""Telling the owners that a bank wants an answer: whoever does not answer in time has lost."""

from billing.evidence import advice_for
from billing.models import Dispute
from billing.services.team import owners
from tenants.kernel.dates import long_moment
from tenants.kernel.mail import Recipient, compose
from tenants.kernel.scope import require_business
from tenants.links import business_url


def tell_of_dispute(dispute: Dispute) -> None:
    """Write to each owner, once for each dispute."""
    business = require_business()
    due = dispute.evidence_due_at
    for owner in owners():
        compose(
            "dispute_opened",
            to=Recipient(owner.email, name=owner.name, user_id=owner.pk),
            context={
                "name": owner.name,
                "contact": dispute.contact.display_name,
                "amount": dispute.amount.format(business.locale),
                "why": str(advice_for(dispute.reason).meaning),
                "until": long_moment(due, time_zone=business.time_zone, locale=business.locale) if due else "",
                "is_inquiry": dispute.is_inquiry,
                "link": business_url(f"/workspace/disputes/{dispute.pk}/"),
            },
            key=f"dispute:{dispute.pk}:{owner.pk}",
        )
