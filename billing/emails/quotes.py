"""The kinds of mail about quotes."""

from django.utils.translation import gettext_lazy as _

from emails.kinds import Kind, register_kind

QUOTE = Kind(
    name="quote",
    action="quotes.view",
    title=_("A quote for a customer"),
    subject=_("Quote %(number)s from %(business)s over %(amount)s"),
    template="emails/quote",
    reason=_("You get this because %(business)s made a quote for you."),
    sample={
        "name": "Cleo van Dam",
        "number": "Q-0042",
        "amount": "€302.55",
        "valid_until": "12 April 2026",
        "link": "https://example.com/quotes/42/",
    },
    essential=True,
)
ANSWERED = Kind(
    name="quote_answered",
    title=_("A customer answered a quote"),
    subject=_("%(contact)s answered quote %(number)s"),
    template="emails/quote_answered",
    reason=_("You get this because you are an owner of %(business)s."),
    sample={
        "name": "Ada Lindqvist",
        "contact": "Cleo van Dam",
        "number": "Q-0042",
        "amount": "€302.55",
        "is_accepted": True,
        "signer": "Cleo van Dam",
        "why": "",
        "link": "https://example.com/workspace/quotes/42/",
    },
)


def register() -> None:
    for kind in (QUOTE, ANSWERED):
        register_kind(kind)
