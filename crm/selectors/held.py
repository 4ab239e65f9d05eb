"""A contact as it is held, in the words in which a form or an import would tell it."""

from crm.entries import AddressEntry, EmailEntry, NewContact, PhoneEntry
from crm.models import Contact

ADDRESS_FIELDS = ("label", "street", "postcode", "city", "region", "country")


def held_as_entry(contact: Contact) -> NewContact:
    """Return what ``update_contact`` would leave as it is."""
    return NewContact(
        kind=contact.kind,
        first_name=contact.first_name,
        last_name=contact.last_name,
        company_name=contact.company_name,
        emails=tuple(EmailEntry(row.address, row.label) for row in contact.emails.all()),
        phones=tuple(PhoneEntry(row.number, row.label) for row in contact.phones.all()),
        addresses=tuple(
            AddressEntry(**{name: getattr(row, name) for name in ADDRESS_FIELDS}) for row in contact.addresses.all()
        ),
        tags=tuple(tag.name for tag in contact.tags.all()),
    )
