"""The kinds of mail about money that was awaited and has not come."""

from django.utils.translation import gettext_lazy as _

from emails.kinds import Kind, register_kind

DECLINED = Kind(
    name="transfer_declined",
    action="payments.view",
    title=_("A transfer was not found"),
    subject=_("%(business)s has not found your transfer of %(amount)s"),
    template="emails/transfer_declined",
    reason=_("You get this because you told %(business)s that you have paid."),
    sample={
        "name": "Cleo van Dam",
        "amount": "€302.55",
        "sent_on": "12 March 2026",
        "why": "Our bank statement up to 20 March shows no transfer from you.",
        "link": "https://example.com/pay/",
    },
    essential=True,
)
FAILED = Kind(
    name="payment_failed",
    action="payments.view",
    title=_("A bank payment did not go through"),
    subject=_("Your payment of %(amount)s to %(business)s did not go through"),
    template="emails/payment_failed",
    reason=_("You get this because you paid %(business)s from your bank account."),
    sample={
        "name": "Cleo van Dam",
        "amount": "€302.55",
        "why": "The account had too little money in it.",
        "link": "https://example.com/pay/",
    },
    essential=True,
)


def register() -> None:
    for kind in (DECLINED, FAILED):
        register_kind(kind)
