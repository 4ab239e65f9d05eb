from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now

from crm.models.contact import Contact
from tenants.accounts.models import User
from tenants.kernel.models import BusinessModel, BusinessQuerySet


class StoredFileQuerySet(BusinessQuerySet["StoredFile"]):
    def kept(self) -> Self:
        return self.filter(deleted_at=None)

    def deleted(self) -> Self:
        return self.exclude(deleted_at=None)

    def shown(self) -> Self:
        """Those that the contact's people see in the portal."""
        return self.kept().filter(is_shown=True)


_Files = models.Manager.from_queryset(StoredFileQuerySet)


class StoredFile(BusinessModel):
    """A file of a contact. Its bytes lie in the storage before the row is there, and go after it."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="files", db_index=False)
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=200, unique=True)
    is_shown = models.BooleanField(default=False)
    from_customer = models.BooleanField(default=False)
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    objects: ClassVar["_Files[StoredFile]"] = _Files()

    class Meta(BusinessModel.Meta):
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0) & ~models.Q(name=""), name="crm_storedfile_real"),
            # The same file sent twice, by a double click or two people, is one.
            models.UniqueConstraint(
                fields=["contact", "sha256", "name"],
                condition=models.Q(deleted_at=None),
                name="crm_storedfile_once",
            ),
        ]
        indexes = [
            # A contact's files, newest first, in the workspace and in the portal.
            models.Index(fields=["contact", "-id"], name="crm_storedfile_of_contact"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def icon(self) -> str:
        return next((icon for start, icon in _ICONS if self.content_type.startswith(start)), "file")


_ICONS = (
    ("image/", "file-image"),
    ("video/", "file-video"),
    ("text/csv", "file-spreadsheet"),
    ("text/", "file-text"),
    ("application/pdf", "file-text"),
    ("application/zip", "file-archive"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml", "file-spreadsheet"),
    ("application/vnd.oasis.opendocument.spreadsheet", "file-spreadsheet"),
)
