from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now, Replace
from django_tenants.models import DomainMixin, TenantMixin

from tenants.kernel.scope import ScopeError
from tenants.subdomains import DIGITS, PAIRS, READ_AS

SUBDOMAIN_PATTERN = "^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$"
COLOUR_PATTERN = "^#[0-9A-Fa-f]{6}$"


def subdomain_skeleton(letters: str) -> Any:
    """Say in SQL what subdomains.skeleton() says: how a hasty reader may take a subdomain."""
    digits, read_as = models.Value(f"{DIGITS}-"), models.Value(letters)
    read: Any = models.Func("subdomain", digits, read_as, function="translate", output_field=models.CharField())
    for pair, letter in PAIRS:
        read = Replace(read, models.Value(pair), models.Value(letter))
    return read


class Plan(models.Model):
    """What a business pays the platform for, and what it may use."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    price_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="EUR")
    max_members = models.PositiveIntegerField(default=3)
    max_storage_mb = models.PositiveIntegerField(default=500)
    daily_mail_cap = models.PositiveIntegerField(default=200)

    def __str__(self) -> str:
        return self.name


class Business(TenantMixin):
    """A company that signed up. Everything about its people, contacts and money is in its own schema."""

    class State(models.TextChoices):
        ACTIVE = "active"
        READ_ONLY = "read_only"
        CLOSED = "closed"

    SERVED: ClassVar[frozenset[str]] = frozenset({State.ACTIVE, State.READ_ONLY})

    class Factor(models.TextChoices):
        """What a business thinks of second factors."""

        OFF = "off"
        OPTIONAL = "optional"
        REQUIRED = "required"

    objects: ClassVar[models.Manager["Business"]] = models.Manager()

    auto_create_schema = False
    auto_drop_schema = False

    name = models.CharField(max_length=120)
    subdomain = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    state_reason = models.CharField(max_length=300, blank=True, db_default="")  # for the team; customers never read it
    state_since = models.DateTimeField(null=True, blank=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1, upper case
    currency = models.CharField(max_length=3, default="EUR")
    time_zone = models.CharField(max_length=64, default="Europe/Lisbon")
    locale = models.CharField(max_length=16, default="en")
    reply_to = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    primary_colour = models.CharField(max_length=7, default="#1F6F5C")
    accent_colour = models.CharField(max_length=7, default="#C2571A")
    logo_key = models.CharField(max_length=200, blank=True)
    logo_width = models.PositiveSmallIntegerField(default=0)
    logo_height = models.PositiveSmallIntegerField(default=0)
    brand_version = models.PositiveIntegerField(default=1)
    branded_at = models.DateTimeField(null=True, blank=True)
    welcome_by_link = models.BooleanField(default=False)
    sign_in_by_link = models.BooleanField(default=True, db_default=True)
    member_factor = models.CharField(max_length=8, choices=Factor, default=Factor.OPTIONAL, db_default=Factor.OPTIONAL)
    customer_factor = models.CharField(
        max_length=8, choices=Factor, default=Factor.OPTIONAL, db_default=Factor.OPTIONAL
    )
    remembers_devices = models.BooleanField(default=True, db_default=True)
    customers_may_upload = models.BooleanField(default=True, db_default=True)
    stripe_account = models.CharField(max_length=64, blank=True)
    charges_enabled = models.BooleanField(default=False)
    generation = models.BigIntegerField(default=1)
    sign_up_token = models.UUIDField(null=True, blank=True, unique=True)  # a form sent twice makes one business
    schema_fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "businesses"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subdomain__regex=SUBDOMAIN_PATTERN), name="business_subdomain_form"
            ),
            # Two businesses whose addresses look alike would get each other's visitors, and worse.
            *(
                models.UniqueConstraint(subdomain_skeleton(letters), name=f"business_subdomain_looks_{number}")
                for number, letters in enumerate(READ_AS, 1)
            ),
            models.CheckConstraint(
                condition=models.Q(primary_colour__regex=COLOUR_PATTERN, accent_colour__regex=COLOUR_PATTERN),
                name="business_colours",
            ),
            # Webhooks find the business by its Stripe account: one account, one business.
            models.UniqueConstraint(
                "stripe_account", condition=~models.Q(stripe_account=""), name="business_stripe_account"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def __enter__(self) -> None:
        """django-tenants' ``with business:`` keeps what was before on the class: two threads swap businesses."""
        raise ScopeError("Use business_scope().")

    def activate(self) -> None:
        raise ScopeError("Use business_scope().")


class Domain(DomainMixin):
    """A custom domain of a business; answered only once verified."""

    verified_at = models.DateTimeField(null=True)


class RetiredSubdomain(models.Model):
    """A released subdomain; it rests until ``free_at`` so that nobody inherits another's links and mail."""

    subdomain = models.CharField(max_length=40, unique=True)
    free_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.subdomain
