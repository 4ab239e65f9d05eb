"""Files of contacts. The bytes come before the row and go with it, so that there is no row without its file."""

from datetime import timedelta

from django.db import transaction
from django.template.defaultfilters import filesizeformat

from crm.models import Contact, StoredFile
from crm.selectors.files import used_bytes
from tenants import files
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.errors import StorageFull
from tenants.kernel import clock
from tenants.kernel.errors import MangoError
from tenants.kernel.jobs.queue import enqueue
from tenants.services.space import held_allowed_bytes
from tenants.uploads import Upload, clean_name, named_as

KEPT_AFTER_DELETION = timedelta(days=7)
TIDY_AFTER = timedelta(hours=1)
"""Longer than any upload lasts."""


def add_file(contact_id: int, *, upload: Upload, added_by: User | None, is_shown: bool) -> StoredFile:
    """Keep a file for a contact; the same content under the same name is kept once.

    Raises StorageFull, and Unavailable when the storage does not take it: then nothing is kept. Call it outside of any
    transaction: what a crash leaves in the storage is found by work that was asked for before.
    """
    key = files.new_key("files", content_type=upload.content_type)
    enqueue("crm.tidy_upload", due_at=clock.now() + TIDY_AFTER, storage_key=key)
    files.put(key, upload.content)
    try:
        stored = _write_down(contact_id, upload, key=key, added_by=added_by, is_shown=is_shown)
    except MangoError:
        files.discard(key)
        raise
    if stored.storage_key != key:
        files.discard(key)
    return stored


@transaction.atomic
def rename_file(file_id: int, *, name: str) -> StoredFile:
    """Give a file another name; what it is stays, so its ending follows its content."""
    stored = _locked(file_id)
    before, stored.name = stored.name, named_as(clean_name(name), stored.content_type)
    if stored.name != before and not _is_twin(stored):
        stored.save(update_fields=["name"])
        record("file.renamed", stored, contact_id=stored.contact_id, name=stored.name, before=before)
    return stored


@transaction.atomic
def show_file(file_id: int, *, is_shown: bool) -> StoredFile:
    """Show a file to the contact's people, or hide it: it is gone from the portal with their next request."""
    stored = _locked(file_id)
    if stored.is_shown != is_shown:
        stored.is_shown = is_shown
        stored.save(update_fields=["is_shown"])
        verb = "file.shown" if is_shown else "file.hidden"
        record(verb, stored, contact_id=stored.contact_id, name=stored.name)
    return stored


@transaction.atomic
def delete_file(file_id: int) -> StoredFile:
    """Put a file away; a week later it is gone for good unless it was restored."""
    stored = _locked(file_id)
    if stored.deleted_at is None:
        stored.deleted_at = clock.now()
        stored.save(update_fields=["deleted_at"])
        record("file.deleted", stored, contact_id=stored.contact_id, name=stored.name)
        enqueue("crm.purge_file", due_at=stored.deleted_at + KEPT_AFTER_DELETION, file_id=stored.pk)
    return stored


@transaction.atomic
def restore_file(file_id: int) -> StoredFile:
    """Take a deletion back; where the same file was added again meanwhile, that one is it."""
    stored = _locked(file_id)
    if stored.deleted_at is None:
        return stored
    if (twin := _twin(stored.contact_id, sha256=stored.sha256, name=stored.name)) is not None:
        return twin
    stored.deleted_at = None
    stored.save(update_fields=["deleted_at"])
    record("file.restored", stored, contact_id=stored.contact_id, name=stored.name)
    return stored


@transaction.atomic
def purge_file(file_id: int) -> None:
    """Remove a file that has been deleted for a week, row and bytes; one that was restored is left alone."""
    gone_by = clock.now() - KEPT_AFTER_DELETION
    stored = StoredFile.objects.select_for_update().filter(pk=file_id, deleted_at__lte=gone_by).first()
    if stored is None:
        return
    key = stored.storage_key
    stored.delete()
    files.discard(key)  # in the transaction: a storage that is down keeps the row, and the work is tried again


def tidy_upload(storage_key: str) -> None:
    """Remove what an upload has left in the storage when no row came to be."""
    if not StoredFile.objects.filter(storage_key=storage_key).exists():
        files.discard(storage_key)


@transaction.atomic
def _write_down(contact_id: int, upload: Upload, *, key: str, added_by: User | None, is_shown: bool) -> StoredFile:
    allowed = held_allowed_bytes()  # from here on one after the other, so that two at once cannot pass the limit
    contact = Contact.objects.select_for_update(no_key=True).get(pk=contact_id)
    if (twin := _twin(contact.pk, sha256=upload.sha256, name=upload.name)) is not None:
        return twin
    used = used_bytes()
    if used + upload.size > allowed:
        raise StorageFull(name=upload.name, used=filesizeformat(used), most=filesizeformat(allowed))
    stored = StoredFile.objects.create(
        contact=contact,
        name=upload.name,
        content_type=upload.content_type,
        size=upload.size,
        sha256=upload.sha256,
        storage_key=key,
        is_shown=is_shown,
        from_customer=added_by is not None and not added_by.is_member,
        added_by=added_by,
    )
    record("file.added", stored, contact_id=contact.pk, name=stored.name)
    return stored


def _locked(file_id: int) -> StoredFile:
    """Lock a file and its contact, among whose files no two may be the same."""
    rows = StoredFile.objects.select_for_update(of=("self", "contact"), no_key=True)
    return rows.select_related("contact").get(pk=file_id)


def _twin(contact_id: int, *, sha256: str, name: str) -> StoredFile | None:
    return StoredFile.objects.kept().filter(contact_id=contact_id, sha256=sha256, name=name).first()


def _is_twin(stored: StoredFile) -> bool:
    return _twin(stored.contact_id, sha256=stored.sha256, name=stored.name) is not None
