from crm.models import Note


def notes_on(contact_id: int, *, limit: int = 50) -> list[Note]:
    """Return a contact's notes, newest first, with their authors."""
    return list(Note.objects.filter(contact=contact_id).select_related("author")[:limit])
