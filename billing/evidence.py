"""Why a payer's bank takes money back, what helps against it, and what Mango can tell the bank by itself.

The reasons are Stripe's words, from https://docs.stripe.com/disputes/categories.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.models import Dispute
from billing.selectors.payments import settled_before
from crm.models import ContactEmail

LONGEST = 20_000
"""As long as a text of evidence may be: https://docs.stripe.com/api/disputes/update."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A reason in a few words, what it says of the payer's mind, and what the bank wants to see."""

    title: str | Promise
    meaning: str | Promise
    helps: tuple[str | Promise, ...]


_RECEIPT = _("The receipt, and what was agreed and when")
_TALK = _("Messages with the customer about it")
_WHO = _("The customer's name, e-mail address and address, as you know them")
_TERMS = _("Your terms for refunds and cancelling, and where the customer saw them")

_ADVICE: dict[str, Advice] = {
    "fraudulent": Advice(
        _("Says they did not pay it"),
        _("The holder of the card says that somebody else used it."),
        (_WHO, _("That they signed in and used their account, or had bought from you before"), _RECEIPT, _TALK),
    ),
    "unrecognized": Advice(
        _("Does not recognise it"),
        _("The holder of the card does not know what the payment was for. Often a talk is enough: ask them first."),
        (_WHO, _("What it was for, in words they will remember"), _RECEIPT, _TALK),
    ),
    "duplicate": Advice(
        _("Says it was paid twice"),
        _("The holder of the card says that the same thing was charged more than once."),
        (_("The receipts of both payments, and what each of them was for"), _("The refund, if one was given"), _TALK),
    ),
    "product_not_received": Advice(
        _("Says it did not come"),
        _("The holder of the card says that what was paid for was not delivered or done."),
        (
            _("When and where it was delivered or done, and who took it"),
            _("The carrier and its tracking number"),
            _("A signature or a photograph"),
            _TALK,
        ),
    ),
    "product_unacceptable": Advice(
        _("Says it was not as described"),
        _("The holder of the card says that it was faulty or not what was promised."),
        (_("How it was described before it was bought"), _("What you offered to put it right"), _TERMS, _TALK),
    ),
    "subscription_canceled": Advice(
        _("Says it was cancelled"),
        _("The holder of the card says that a recurring payment went on after they had ended it."),
        (_("That it was not cancelled, or only after this payment"), _TERMS, _("That they went on using it"), _TALK),
    ),
    "credit_not_processed": Advice(
        _("Says a refund is missing"),
        _("The holder of the card says that you promised money back which did not come."),
        (_("The refund and when it was made, or why none was due"), _TERMS, _TALK),
    ),
}
_OTHER = Advice(
    _("Questioned by the bank"),
    _("The payer's bank gives a reason of its own, or none."),
    (_RECEIPT, _WHO, _("When it was delivered or done"), _TERMS, _TALK),
)


def advice_for(reason: str) -> Advice:
    """Return what is known of a reason; every reason has an answer, also one that Stripe invents tomorrow."""
    return _ADVICE.get(reason, _OTHER)


def facts_of(dispute: Dispute) -> dict[str, str]:
    """Return the evidence as Stripe names it: what the team wrote, and what Mango knows of customer and payment."""
    contact, payment = dispute.payment.contact, dispute.payment
    address = ContactEmail.objects.filter(contact=contact).order_by("-is_primary", "pk").first()
    bought = "; ".join(settled_before(payment))[:LONGEST]
    facts = {
        "uncategorized_text": dispute.answer[:LONGEST],
        "customer_name": contact.display_name,
        "customer_email_address": address.address if address else "",
        "product_description": bought,
        "service_date": payment.received_on.isoformat() if payment.received_on else "",
    }
    return {name: value for name, value in facts.items() if value}
