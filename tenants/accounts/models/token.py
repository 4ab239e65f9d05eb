from django.db import models
from django.db.models.functions import Now

from tenants.accounts.models.user import User
from tenants.kernel.models import BusinessModel


class Token(BusinessModel):
    """A link that may be used once, for one purpose, by whoever holds it. Only a digest of its secret is kept."""

    class Purpose(models.TextChoices):
        VERIFY_EMAIL = "verify_email"
        SET_PASSWORD = "set_password"  # noqa: S105 a name
        SIGN_IN = "sign_in"

    purpose = models.CharField(max_length=20, choices=Purpose)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta(BusinessModel.Meta):
        db_table = "accounts_token"

    def __str__(self) -> str:
        return f"{self.purpose} for {self.user_id}"
