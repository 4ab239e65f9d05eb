from django.db import transaction

from crm.errors import NoteEmpty
from crm.models import Contact, Note
from tenants.accounts.models import User
from tenants.activity.record import record


@transaction.atomic
def add_note(contact_id: int, *, body: str, author: User | None) -> Note:
    """Write a note for the team; its text stays out of the history, which more people may read one day."""
    if not body.strip():
        raise NoteEmpty
    contact = Contact.objects.get(pk=contact_id)
    note = Note.objects.create(contact=contact, body=body.strip(), author=author)
    record("note.added", note, contact_id=contact.pk)
    return note
