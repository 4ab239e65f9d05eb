"""What stands in the rows of saved cards, autopay and instalments of the customer who is full of markers."""

from billing.models import AutopayConsent, InstalmentPlan, SavedCard
from crm.models import Contact
from tenants.kernel import clock
from tests.permission_autopay import card_of


def mark_autopay(contact: Contact, hers: str) -> None:
    """Leave a card, and an agreement that has ended."""
    card = SavedCard.objects.get(pk=card_of(contact.pk)["card_id"])
    AutopayConsent.objects.create(
        contact=contact,
        card=card,
        text="As it was read",
        scope="all",
        currency="EUR",
        user_id=1,
        user_name=f"{hers}agreed",
        given_at=clock.now(),
        ended_at=clock.now(),
        ended_by_name=f"{hers}ended",
    )
    InstalmentPlan.objects.create(
        contact=contact,
        state="canceled",
        rhythm="month",
        amount_minor=100,
        currency="EUR",
        grace_days=7,
        offered_by_name=f"{hers}offered",
        agreed_name=f"{hers}signed",
        ended_by_name=f"{hers}stopped",
        ended_at=clock.now(),
    )
