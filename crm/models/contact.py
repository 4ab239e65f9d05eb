from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from crm.folding import words_sought
from tenants.accounts.models import User
from tenants.kernel.models import BusinessModel, BusinessQuerySet


class ContactQuerySet(BusinessQuerySet["Contact"]):
    def active(self) -> Self:
        return self.filter(archived_at=None)

    def archived(self) -> Self:
        return self.exclude(archived_at=None)

    def seen_by(self, member: User) -> Self:
        """Contacts that are within a member's scope."""
        return self if member.sees_all_contacts else self.filter(assignments__member=member)

    def matching(self, words: str) -> Self:
        """Contacts in which every word occurs, whatever its case and accents, in any order."""
        found = self
        for word in words_sought(words):
            found = found.filter(search_text__contains=word)
        return found


_Contacts = models.Manager.from_queryset(ContactQuerySet)


class Contact(BusinessModel):
    """A person or company the business serves."""

    class Kind(models.TextChoices):
        PERSON = "person"
        COMPANY = "company"

    kind = models.CharField(max_length=10, choices=Kind)
    display_name = models.CharField(max_length=150)
    first_name = models.CharField(max_length=70, blank=True)
    last_name = models.CharField(max_length=70, blank=True)
    company_name = models.CharField(max_length=150, blank=True)
    tags = models.ManyToManyField("crm.Tag", through="crm.ContactTag", related_name="contacts")
    sort_name = models.CharField(max_length=150, editable=False)
    search_text = models.TextField(editable=False)
    form_token = models.UUIDField(null=True, unique=True, editable=False)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True)
    details_asked_at = models.DateTimeField(null=True)

    objects: ClassVar["_Contacts[Contact]"] = _Contacts()

    class Meta(BusinessModel.Meta):
        constraints = [
            models.CheckConstraint(condition=~models.Q(display_name=""), name="crm_contact_named"),
        ]
        indexes = [
            # The list: pages by key, in the order of names, without those put away.
            models.Index(fields=["sort_name", "id"], condition=models.Q(archived_at=None), name="crm_contact_by_name"),
            # Search as you type: any part of a name, e-mail, phone number or tag.
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="crm_contact_search"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def subtitle(self) -> str:
        """The other half of who this is: a person's company, a company's person."""
        other = f"{self.first_name} {self.last_name}".strip() if self.is_company else self.company_name
        return "" if other == self.display_name else other

    @property
    def is_company(self) -> bool:
        return self.kind == self.Kind.COMPANY
