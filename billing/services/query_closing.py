"""How a query ends, and how the customer hears of it. Whatever takes a charge off the account answers its query."""

from django.urls import reverse

from billing.models import Charge, ChargeQuery
from crm.models import ContactEmail
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.mail import Recipient, compose
from tenants.kernel.scope import require_business
from tenants.links import business_url

State = ChargeQuery.State


def close_query(query: ChargeQuery, state: State, *, answer: str = "", by: User | None = None) -> None:
    """End an open query, in the caller's transaction, which has locked the account."""
    query.state, query.answer, query.decided_at = state, answer.strip(), clock.now()
    query.decided_by_id, query.decided_by_name = (by.pk, by.name) if by else (None, "")
    query.save()


def answer_by_taking_off(charge: Charge, *, answer: str, by: User | None = None) -> None:
    """Answer what is asked about a charge that comes off the account in the caller's transaction."""
    query = ChargeQuery.objects.filter(charge=charge, state=State.OPEN).first()
    if query is None:
        return
    close_query(query, State.TAKEN_OFF, answer=answer, by=by)
    record("query.granted", charge, contact_id=charge.contact_id, description=charge.description)
    tell_of_answer(query)


def tell_of_answer(query: ChargeQuery) -> None:
    """Write to whoever asked, or to the contact's main address, once for each query."""
    to = _reader(query)
    if to is None:
        return
    context = {
        "name": to.name,
        "description": query.charge.description,
        "amount": query.charge.amount.format(require_business().locale),
        "why": query.why,
        "answer": query.answer,
        "is_taken_off": query.is_taken_off,
        "link": business_url(reverse("portal:query", args=[query.charge_id])),
    }
    compose("query_answered", to=to, context=context, key=f"query:{query.pk}")


def _reader(query: ChargeQuery) -> Recipient | None:
    asker = User.objects.filter(pk=query.asked_by_id or 0, suspended_at=None).exclude(email="").first()
    if asker is not None:
        return Recipient(asker.email, name=asker.name, contact_id=query.contact_id, user_id=asker.pk)
    main = ContactEmail.objects.filter(contact_id=query.contact_id).order_by("-is_primary", "pk").first()
    if main is None:
        return None
    return Recipient(main.address, name=query.contact.display_name, contact_id=query.contact_id)
