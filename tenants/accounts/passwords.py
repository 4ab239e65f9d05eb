from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_LENGTH = 128


class MaximumLengthValidator:
    """Refuses passwords so long that hashing them would be an attack."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 Django's signature
        if len(password) > MAX_LENGTH:
            raise ValidationError(_("Use at most %(max)d characters.") % {"max": MAX_LENGTH}, code="password_too_long")

    def get_help_text(self) -> str:
        return _("At most %(max)d characters.") % {"max": MAX_LENGTH}
