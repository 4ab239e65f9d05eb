"""What a contact is found by, in one folded line."""

from crm.folding import digits, fold
from crm.models import Contact


def refresh_search(contact: Contact) -> None:
    """Write what search looks at and the list is sorted by; call after a contact's rows have changed."""
    phones = contact.phones.all()
    words = [
        contact.display_name,
        contact.first_name,
        contact.last_name,
        contact.company_name,
        *(email.address for email in contact.emails.all()),
        *(phone.number for phone in phones),
        *(digits(phone.e164 or phone.number) for phone in phones),
        *(tag.name for tag in contact.tags.all()),
        *contact.customers.values_list("user__username", flat=True),
    ]
    contact.sort_name = fold(contact.display_name)[:150]
    contact.search_text = " ".join(dict.fromkeys(fold(" ".join(words)).split()))
    contact.save(update_fields=["sort_name", "search_text", "updated_at"])
