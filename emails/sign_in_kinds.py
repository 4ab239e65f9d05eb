"""The kinds of mail that tell people what has changed about how they sign in."""

from django.utils.translation import gettext_lazy as _

from emails.kinds import Kind, register_kind

_CHANGED = {"name": "Cleo van Dam", "username": "cleo", "changed_at": "14 March 2026 at 09:30:00 WET"}

SECOND_FACTOR = Kind(
    name="second_factor",
    title=_("Your two-factor sign-in changed"),
    subject=_("Your two-factor sign-in at %(business)s changed"),
    template="emails/second_factor",
    reason=_("You get this because two-factor sign-in for your account at %(business)s was changed."),
    sample={**_CHANGED, "change": "second_factor.on"},
    essential=True,
)
RECOVERY_CODE_USED = Kind(
    name="recovery_code_used",
    title=_("A recovery code was used"),
    subject=_("A recovery code was used at %(business)s"),
    template="emails/recovery_code_used",
    reason=_("You get this because a recovery code of your account at %(business)s was used."),
    sample={**_CHANGED, "left": 9},
    essential=True,
)


def register() -> None:
    for kind in (SECOND_FACTOR, RECOVERY_CODE_USED):
        register_kind(kind)
