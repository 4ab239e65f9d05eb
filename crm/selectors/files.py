from dataclasses import dataclass

from django.db.models import Sum

from crm.models import StoredFile
from crm.models.file import StoredFileQuerySet
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel.errors import NotFound
from tenants.services.space import allowed_bytes


@dataclass(frozen=True, slots=True)
class Space:
    """What a business keeps and may keep, in bytes; files that are deleted count until they are gone for good."""

    used: int
    allowed: int

    @property
    def per_cent(self) -> int:
        return min(100, round(100 * self.used / self.allowed)) if self.allowed else 100

    @property
    def is_nearly_full(self) -> bool:
        return self.used >= 0.9 * self.allowed


def space() -> Space:
    return Space(used_bytes(), allowed_bytes())


def used_bytes() -> int:
    return StoredFile.objects.aggregate(total=Sum("size"))["total"] or 0


def files_of(contact_id: int) -> StoredFileQuerySet:
    return StoredFile.objects.filter(contact_id=contact_id).select_related("added_by")


def file_of_contact(contact_id: int, file_id: int) -> StoredFile:
    """Return one of a contact's own files, deleted or not; raises NotFound for anybody else's."""
    return _one(files_of(contact_id), file_id)


def kept_file(contact_id: int, file_id: int) -> StoredFile:
    return _one(files_of(contact_id).kept(), file_id)


def shown_file(contact_id: int, file_id: int) -> StoredFile:
    """Return a file that the contact's people may see; hidden, deleted and foreign ones are not there."""
    return _one(files_of(contact_id).shown(), file_id)


def all_files(seen_by: User) -> StoredFileQuerySet:
    return StoredFile.objects.kept().filter(sight.within(seen_by)).select_related("added_by", "contact")


def files_found(words: str, *, seen_by: User) -> StoredFileQuerySet:
    """Return files within a member's scope in whose name every word occurs."""
    found = all_files(seen_by)
    for word in words.split():
        found = found.filter(name__icontains=word)
    return found


def _one(files: StoredFileQuerySet, file_id: int) -> StoredFile:
    found = files.filter(pk=file_id).first()
    if found is None:
        raise NotFound
    return found
