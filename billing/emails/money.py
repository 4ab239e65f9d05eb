"""The kinds of mail that billing writes, beside the receipt that every business sends."""

from django.utils.translation import gettext_lazy as _

from emails.kinds import Kind, register_kind

SURPLUS = Kind(
    name="payment_surplus",
    title=_("A customer paid for something twice"),
    subject=_("%(contact)s paid %(surplus)s more than was due"),
    template="emails/payment_surplus",
    reason=_("You get this because you are an owner of %(business)s."),
    sample={
        "name": "Ada Lindqvist",
        "contact": "Cleo van Dam",
        "amount": "€302.55",
        "surplus": "€302.55",
        "link": "https://example.com/workspace/payments/7/",
    },
)
STRIPE_CHANGED = Kind(
    name="stripe_changed",
    title=_("Payments go to another Stripe account"),
    subject=_("Online payments of %(business)s now go to a Stripe account that %(by)s connected"),
    template="emails/stripe_changed",
    reason=_("You get this because you are an owner of %(business)s."),
    sample={"name": "Ada Lindqvist", "by": "Ben Okafor", "link": "https://example.com/workspace/settings/payments/"},
    essential=True,
)


BANK_CHANGED = Kind(
    name="bank_changed",
    title=_("Customers are asked to pay into another bank account"),
    subject=_("%(by)s changed the bank details of %(business)s"),
    template="emails/bank_changed",
    reason=_("You get this because you are an owner of %(business)s."),
    sample={"name": "Ada Lindqvist", "by": "Ben Okafor", "link": "https://example.com/workspace/settings/invoicing/"},
    essential=True,
)
REFUND = Kind(
    name="refund",
    action="payments.view",
    title=_("Money goes back to a customer"),
    subject=_("%(amount)s back from %(business)s"),
    template="emails/refund",
    reason=_("You get this because %(business)s gave back a payment of yours."),
    sample={
        "name": "Cleo van Dam",
        "amount": "€12.40",
        "reference": "R-00042",
        "why": "Two loaves were missing on Tuesday",
        "is_by_card": True,
    },
    essential=True,
)


CREDIT = Kind(
    name="credit",
    action="ledger.view",
    title=_("A customer is given credit"),
    subject=_("%(amount)s credit from %(business)s"),
    template="emails/credit",
    reason=_("You get this because %(business)s put credit on your account."),
    sample={
        "name": "Cleo van Dam",
        "amount": "€12.40",
        "why": "Two loaves were missing on Tuesday",
        "due": "€30.00",
        "left": "",
    },
    essential=True,
)


DISPUTE_OPENED = Kind(
    name="dispute_opened",
    title=_("A payment is disputed"),
    subject=_("The bank of %(contact)s disputes %(amount)s: answer by %(until)s"),
    template="emails/dispute_opened",
    reason=_("You get this because you are an owner of %(business)s."),
    sample={
        "name": "Ada Lindqvist",
        "contact": "Cleo van Dam",
        "amount": "€302.55",
        "why": "The holder of the card says that somebody else used it.",
        "until": "21 March 2026, 23:59",
        "is_inquiry": False,
        "link": "https://example.com/workspace/disputes/7/",
    },
    essential=True,
)


def register() -> None:
    for kind in (SURPLUS, STRIPE_CHANGED, BANK_CHANGED, REFUND, CREDIT, DISPUTE_OPENED):
        register_kind(kind)
