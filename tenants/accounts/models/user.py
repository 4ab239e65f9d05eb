from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower, Now

from tenants.accounts.access import OF_ALL_CONTACTS, Role, may, sees_everything
from tenants.kernel import clock
from tenants.kernel.models import BusinessModel


class ContactScope(models.TextChoices):
    """Whether a member sees all contacts or those that are assigned to them."""

    ALL = "all"
    ASSIGNED = "assigned"


class User(AbstractBaseUser, BusinessModel):
    """Somebody who signs in to one business: a member of its team, or a customer."""

    class Kind(models.TextChoices):
        MEMBER = "member"
        CUSTOMER = "customer"

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    username = models.CharField(max_length=150)
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    role = models.CharField(max_length=12, blank=True, choices=[(role.value, role.value) for role in Role])
    contact_scope = models.CharField(
        max_length=10, choices=ContactScope, default=ContactScope.ALL, db_default=ContactScope.ALL.value
    )
    must_change_password = models.BooleanField(default=False)
    temporary_password_until = models.DateTimeField(null=True)
    email_verified_at = models.DateTimeField(null=True)
    second_factor_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    session_epoch = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "accounts_user"
        base_manager_name = "objects"
        indexes = [
            # Signing in with an e-mail address.
            models.Index(Lower("email"), name="accounts_user_email"),
        ]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="accounts_user_username"),
            models.CheckConstraint(
                condition=models.Q(kind="member", role__in=[role.value for role in Role])
                | models.Q(kind="customer", role=""),
                name="accounts_user_role",
            ),
            models.CheckConstraint(
                condition=models.Q(contact_scope="all")
                | models.Q(role__in=[role.value for role in Role if not sees_everything(role)]),
                name="accounts_user_scope",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def is_member(self) -> bool:
        return self.kind == self.Kind.MEMBER

    @property
    def sees_all_contacts(self) -> bool:
        return self.contact_scope == ContactScope.ALL

    @property
    def has_expired_password(self) -> bool:
        """Say whether the password is a temporary one past its 72 hours."""
        until = self.temporary_password_until
        return until is not None and until <= clock.now()

    def may(self, action: str) -> bool:
        """Say whether this member's role and scope include an action of the table in access.py."""
        if not self.is_member or not may(self.role, action):
            return False
        return self.sees_all_contacts or action not in OF_ALL_CONTACTS
