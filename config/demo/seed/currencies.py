"""A contact abroad, who is charged and pays in dollars."""

from datetime import timedelta
from decimal import Decimal

from billing.services.charges import ChargeDraft, add_charge
from billing.services.payments import PaymentDraft, record_payment
from billing.services.rates import set_rate
from config.demo.seed.past import happening_at
from config.demo.seed.trades import Trade
from crm.models import Contact
from tenants.accounts.models import User
from tenants.activity.record import acting
from tenants.kernel import clock
from tenants.kernel.money import Money

ABROAD = "Caldeira Tech"


def charge_abroad(trade: Trade) -> None:
    """Two breakfasts in dollars, one of them paid; only where there is somebody abroad."""
    contact = Contact.objects.filter(display_name__contains=ABROAD).first()
    if contact is None:
        return
    now, owner = clock.now(), User.objects.get(username=trade.team[0].username)
    with acting(owner), happening_at(now - timedelta(days=40)):
        set_rate(currency="USD", rate=Decimal("0.86"), by=owner)
        _breakfast(contact, owner)
        draft = PaymentDraft(amount=Money(28500, "USD"), method="transfer", reference="Wire from New York")
        record_payment(contact_id=contact.pk, draft=draft, recorded_by=owner)
    with acting(owner), happening_at(now - timedelta(days=6)):
        set_rate(currency="USD", rate=Decimal("0.87"), by=owner)
        _breakfast(contact, owner)


def _breakfast(contact: Contact, owner: User) -> None:
    draft = ChargeDraft(
        description="Breakfast for the New York office",
        unit_price=Money(28500, "USD"),
        reason="Pastries, fruit and coffee for fifteen",
        due_on=clock.now().date() + timedelta(days=14),
        cost=Money(11200, "USD"),
    )
    add_charge(contact_id=contact.pk, draft=draft, added_by=owner)
