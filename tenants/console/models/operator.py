from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower, Now

from tenants.kernel import clock


class Operator(AbstractBaseUser):
    """Somebody who runs the platform. They stand in the public schema only and are nobody in any business.

    ``totp_secret`` is sealed; ``totp_step`` is the last time step whose code was taken, so that no code counts twice.
    """

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[models.Manager["Operator"]] = models.Manager()

    username = models.CharField(max_length=60)
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    must_change_password = models.BooleanField(default=True)
    one_time_until = models.DateTimeField(null=True)
    totp_secret = models.BinaryField(null=True)
    totp_confirmed_at = models.DateTimeField(null=True)
    totp_step = models.BigIntegerField(null=True)
    session_epoch = models.PositiveIntegerField(default=1)
    deactivated_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "console_operator"
        constraints = [
            models.UniqueConstraint(Lower("username"), name="console_operator_username"),
            # Whoever has confirmed a second factor has one.
            models.CheckConstraint(
                condition=models.Q(totp_confirmed_at=None) | models.Q(totp_secret__isnull=False),
                name="console_operator_second_factor",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def has_second_factor(self) -> bool:
        return self.totp_confirmed_at is not None

    @property
    def has_expired_password(self) -> bool:
        """Say whether the password is a one-time one past its day."""
        return self.one_time_until is not None and self.one_time_until <= clock.now()


class RecoveryCode(models.Model):
    """One of ten ways in on the day the phone is gone; only a keyed digest is kept, and each counts once."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "console_recovery_code"
        constraints = [models.UniqueConstraint(fields=["operator", "digest"], name="console_recovery_code_once")]

    def __str__(self) -> str:
        return f"recovery code {self.pk} of {self.operator_id}"
