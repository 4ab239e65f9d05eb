"""What a marked customer says she has sent, and what she was offered."""

from billing.services.quote_answers import Acceptance, accept_quote, decline_quote
from billing.services.quotes import QuoteDraft, QuoteLineDraft, new_quote, send_quote
from billing.services.transfers import TransferClaim, decline_transfer, tell_of_transfer
from crm.models import Contact, Customer
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.money import Money
from tests.billing.books import charge

HERS = "zqhers"


def told_and_quoted(contact: Contact, keeper: User) -> None:
    _told(contact, keeper)
    _quoted(contact, keeper)


def _told(contact: Contact, keeper: User) -> None:
    """She says that she has paid by transfer, and the team has not found it."""
    hers = Customer.objects.get(contact=contact).user
    claim = TransferClaim(
        charge_ids=[charge(contact, 300, f"{HERS}told").pk],
        amount=Money(300, "EUR"),
        sent_on=clock.today("Europe/Lisbon"),
        note=f"{HERS}note",
    )
    notice = tell_of_transfer(contact_id=contact.pk, claim=claim, customer=hers)
    decline_transfer(notice_id=notice.pk, reason=f"{HERS}notfound", by=keeper)


def _quoted(contact: Contact, keeper: User) -> None:
    """She was offered two things, and accepted one and declined the other."""
    line = QuoteLineDraft(description=f"{HERS}offered", unit=f"{HERS}unit", unit_price=Money(500, "EUR"))
    draft = QuoteDraft(lines=[line], valid_until=clock.today("Europe/Lisbon"), notes=f"{HERS}quotenote")
    one, other = (new_quote(contact_id=contact.pk, draft=draft, by=keeper) for _number in range(2))
    for quote in (one, other):
        send_quote(quote_id=quote.pk)
    hers = {"contact_id": contact.pk, "quote_id": one.pk}
    accept_quote(**hers, acceptance=Acceptance(name=f"{HERS}signed", version=1))
    decline_quote(contact_id=contact.pk, quote_id=other.pk, reason=f"{HERS}nothanks")
