"""The kinds of mail about what a customer asked, promised, or has not paid."""

from django.utils.translation import gettext_lazy as _

from billing.selectors.reminder_mail import read_anew
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
REMINDER = Kind(
    name="reminder",
    action="payments.view",
    title=_("A reminder of everything that is owed"),
    subject=_("%(what)s: %(business)s"),
    template="emails/reminder",
    reason=_("You get this because something on your account with %(business)s is to be paid."),
    sample={"name": "Cleo van Dam", "what": "A reminder to pay", "contact_id": 0},
    read_anew=read_anew,
    sample_anew={
        "groups": [
            {
                "items": [
                    {
                        "description": "Wedding cake",
                        "amount": "€240.00",
                        "when": "was due on 2 March 2026",
                        "is_late": True,
                    },
                    {
                        "description": "Sourdough, March",
                        "amount": "€62.55",
                        "when": "due on 31 March 2026",
                        "is_late": False,
                    },
                ],
                "total": "€302.55",
            }
        ],
        "total": "€302.55",
        "late": "€240.00",
        "is_online": True,
        "link": "https://example.com/pay/",
        "query_link": "https://example.com/account/",
    },
)
STATEMENT = Kind(
    name="statement",
    action="payments.view",
    title=_("The statement of a month"),
    subject=_("Your statement for %(month)s: %(business)s"),
    template="emails/statement",
    reason=_(
        "You get this because %(business)s sends a statement after each month in which something moved or is owed."
    ),
    sample={
        "name": "Cleo van Dam",
        "month": "March 2026",
        "accounts": [{"opening": "€120.00", "charged": "€302.55", "credited": "€120.00", "closing": "€302.55"}],
        "owed": "€302.55",
        "is_online": True,
        "contact_id": 0,
        "since": "2026-03-01",
        "currency": "EUR",
        "link": "https://example.com/pay/",
    },
    attach=("billing.statement_pdf",),
)


def register() -> None:
    for kind in (QUERY_ANSWERED, REMINDER, STATEMENT):
        register_kind(kind)
