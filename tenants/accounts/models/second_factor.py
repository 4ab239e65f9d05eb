from django.db import models
from django.db.models.functions import Now

from tenants.accounts.models.user import User
from tenants.kernel.models import BusinessModel


class SecondFactor(BusinessModel):
    """The authenticator app that a user has set up. The secret is sealed; ``last_step`` is the last code's, used up."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    sealed = models.BinaryField()
    last_step = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta(BusinessModel.Meta):
        db_table = "accounts_second_factor"

    def __str__(self) -> str:
        return f"second factor of {self.user_id}"


class RecoveryCode(BusinessModel):
    """One of ten codes for the day the phone is gone; only a keyed digest of it is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta(BusinessModel.Meta):
        db_table = "accounts_recovery_code"
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="accounts_recovery_code_once")]

    def __str__(self) -> str:
        return f"recovery code {self.pk}"


class RememberedDevice(BusinessModel):
    """A browser that a user has told not to ask for a code; it forgets when the user's sessions are ended."""

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="remembered_devices")
    user_epoch = models.PositiveIntegerField()
    expires_at = models.DateTimeField()

    class Meta(BusinessModel.Meta):
        db_table = "accounts_remembered_device"

    def __str__(self) -> str:
        return f"remembered device {self.pk}"
