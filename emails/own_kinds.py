"""The kinds of mail about accounts and payments that every business sends."""

from django.utils.translation import gettext_lazy as _

from emails.kinds import Kind, register_kind

VERIFY_EMAIL = Kind(
    name="verify_email",
    title=_("Confirm your e-mail address"),
    subject=_("Confirm your e-mail address for %(business)s"),
    template="emails/verify_email",
    reason=_("You get this because this address was given when %(business)s was set up."),
    sample={"name": "Ada Lindqvist"},
    sample_secret="https://example.com/verify/sample/",  # noqa: S106 made up
    essential=True,
)
WELCOME = Kind(
    name="welcome",
    title=_("Welcome, with the way to sign in"),
    subject=_("Your account at %(business)s"),
    template="emails/welcome",
    reason=_("You get this because %(business)s opened an account for you."),
    sample={"name": "Cleo van Dam", "username": "cleo", "by_link": False},
    sample_secret="amber-kettle-orchard-42",  # noqa: S106 made up
)
PASSWORD_RESET = Kind(
    name="password_reset",
    title=_("Choose a new password"),
    subject=_("Choose a new password for %(business)s"),
    template="emails/password_reset",
    reason=_("You get this because a new password for your account at %(business)s was asked for."),
    sample={"name": "Cleo van Dam", "username": "cleo"},
    sample_secret="https://example.com/password/sample/",  # noqa: S106 made up
    essential=True,
)
PASSWORD_CHANGED = Kind(
    name="password_changed",
    title=_("Your password was changed"),
    subject=_("Your password at %(business)s was changed"),
    template="emails/password_changed",
    reason=_("You get this because the password of your account at %(business)s was changed."),
    sample={"name": "Cleo van Dam", "username": "cleo", "changed_at": "2026-03-14T09:30:00+00:00"},
    essential=True,
)
SIGN_IN_LINK = Kind(
    name="sign_in_link",
    title=_("A link to sign in"),
    subject=_("Your link to sign in at %(business)s"),
    template="emails/sign_in_link",
    reason=_("You get this because a link to sign in to your account at %(business)s was asked for."),
    sample={"name": "Cleo van Dam", "username": "cleo"},
    sample_secret="https://example.com/sign-in-link/sample/",  # noqa: S106 made up
    essential=True,
)
RECEIPT = Kind(
    name="receipt",
    action="payments.view",
    title=_("Receipt for a payment"),
    subject=_("Receipt from %(business)s: %(amount)s"),
    template="emails/receipt",
    reason=_("You get this because %(business)s received a payment from you."),
    sample={
        "name": "Cleo van Dam",
        "amount": "€302.55",
        "reference": "R-2026-0042",
        "paid_on": "14 March 2026",
        "method": "Visa ending in 4242",
        "items": [
            {"description": "Anniversary cake, three tiers", "amount": "€240.00"},
            {"description": "Sourdough subscription, March", "amount": "€62.55"},
        ],
        "tax": "€48.42",
        "balance": "€0.00",
        "payment_id": 0,
    },
    attach=("billing.receipt_pdf",),
)
SUSPENDED = Kind(
    name="business_suspended",
    title=_("Your business is suspended"),
    subject=_("%(business)s is suspended for now"),
    template="emails/business_suspended",
    reason=_("You get this because you own %(business)s."),
    sample={"name": "Ada Lindqvist", "closed": False, "why": "The plan has not been paid since March."},
    essential=True,
    even_suspended=True,
)
RESTORED = Kind(
    name="business_restored",
    title=_("Your business is open again"),
    subject=_("%(business)s is open again"),
    template="emails/business_restored",
    reason=_("You get this because you own %(business)s."),
    sample={"name": "Ada Lindqvist"},
    essential=True,
)


def register() -> None:
    for kind in (WELCOME, RECEIPT, VERIFY_EMAIL, SIGN_IN_LINK, PASSWORD_RESET, PASSWORD_CHANGED, SUSPENDED, RESTORED):
        register_kind(kind)
