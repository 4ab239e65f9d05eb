"""How a contact is reached: e-mail addresses, phone numbers, postal addresses."""

from django.db import models
from django.db.models.functions import Lower

from crm.models.contact import Contact
from tenants.kernel.models import BusinessModel


class ContactEmail(BusinessModel):
    """An e-mail address; mail goes to the primary one."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="emails", db_index=False)
    address = models.EmailField()
    label = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_primary = models.BooleanField(default=False)

    class Meta(BusinessModel.Meta):
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint("contact", Lower("address"), name="crm_email_once"),
            models.UniqueConstraint("contact", condition=models.Q(is_primary=True), name="crm_email_one_primary"),
        ]
        indexes = [
            # Somebody new with an address we know already is probably not new.
            models.Index(Lower("address"), name="crm_email_address"),
        ]

    def __str__(self) -> str:
        return self.address


class ContactPhone(BusinessModel):
    """A phone number as it was typed, and as machines dial it when it could be understood."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=40)
    e164 = models.CharField(max_length=16, blank=True)
    label = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(BusinessModel.Meta):
        ordering = ["position", "id"]
        indexes = [
            # The same hint for phone numbers.
            models.Index(fields=["e164"], condition=~models.Q(e164=""), name="crm_phone_e164"),
        ]

    def __str__(self) -> str:
        return self.number


class Address(BusinessModel):
    """A postal address; ``country`` is an ISO 3166 code of two letters."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="addresses")
    label = models.CharField(max_length=40, blank=True)
    street = models.TextField(blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(BusinessModel.Meta):
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.street.replace("\n", ", "), self.postcode, self.city) if part)
