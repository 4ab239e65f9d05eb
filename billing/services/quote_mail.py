"""Mails about quotes: to the customer when one is sent, to the owners when it is answered."""

from billing.models import Quote
from billing.services.team import owners
from crm.models import ContactEmail
from tenants.kernel.dates import long_date
from tenants.kernel.mail import Recipient, compose
from tenants.kernel.scope import require_business
from tenants.links import business_url


def send_quote_mail(quote: Quote) -> int | None:
    """Compose the mail once for each version, to the contact's main address; None when there is no address."""
    main = ContactEmail.objects.filter(contact_id=quote.contact_id).order_by("-is_primary", "pk").first()
    if main is None:
        return None
    locale = require_business().locale
    context = {
        "name": quote.contact.display_name,
        "number": quote.name,
        "amount": quote.amount.format(locale),
        "valid_until": long_date(quote.valid_until, locale=locale),
        "link": business_url(f"/quotes/{quote.pk}/"),
    }
    recipient = Recipient(main.address, name=quote.contact.display_name, contact_id=quote.contact_id)
    return compose("quote", to=recipient, context=context, key=f"quote:{quote.pk}:{quote.version}")


def tell_of_answer(quote: Quote) -> None:
    """Write to each owner what the customer has answered."""
    for owner in owners():
        compose(
            "quote_answered",
            to=Recipient(owner.email, name=owner.name, user_id=owner.pk),
            context={
                "name": owner.name,
                "contact": quote.contact.display_name,
                "number": quote.name,
                "amount": quote.amount.format(require_business().locale),
                "is_accepted": quote.state == Quote.State.ACCEPTED,
                "signer": quote.accepted_name,
                "why": quote.decline_reason,
                "link": business_url(f"/workspace/quotes/{quote.pk}/"),
            },
            key=f"quote_answered:{quote.pk}:{owner.pk}",
        )
