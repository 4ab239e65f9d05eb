"""The kinds of mail about what a customer asked, promised, or has not paid."""

from django.utils.translation import gettext_lazy as _

from emails.kinds import Kind, register_kind

QUERY_ANSWERED = Kind(
    name="query_answered",
    title=_("The answer to “I don't recognise this”"),
    subject=_("About “%(description)s” on your account at %(business)s"),
    template="emails/query_answered",
    reason=_("You get this because you told %(business)s that you do not recognise a charge."),
    sample={
        "name": "Cleo van Dam",
        "description": "Delivery, 14 March",
        "amount": "€12.40",
        "why": "I was away that week",
        "answer": "It is the order of 12 March, which your neighbour took in for you.",
        "is_taken_off": False,
        "link": "https://example.com/account/charges/7/query/",
    },
)


def register() -> None:
    register_kind(QUERY_ANSWERED)
