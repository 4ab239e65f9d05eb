"""Many contacts with their accounts, without hashing a password for each."""

from crm.folding import fold
from crm.models import Contact, ContactTag, Customer
from crm.services.tags import tag_named
from tenants.accounts.models import User
from tenants.kernel import clock

FIRST = ["Ana", "Bruno", "Cleo", "Dmitri", "Élodie", "Fatima", "Göran", "Hana", "Ines", "Jonas"]
LAST = ["Ågren", "Baptista", "van Dam", "Öztürk", "Novák", "O'Connor", "Silva", "Tanaka"]


def make_contacts(count: int) -> None:
    names = [f"{FIRST[n % 10]} {LAST[n % 8]} {n}" for n in range(count)]
    contacts = Contact.objects.bulk_create(
        [Contact(kind="person", display_name=name, sort_name=fold(name), search_text=fold(name)) for name in names]
    )
    users = User.objects.bulk_create(
        [User(username=f"user{n}", name=names[n], email=f"user{n}@example.com", kind="customer") for n in range(count)]
    )
    Customer.objects.bulk_create(
        [
            Customer(user=user, contact=contact, welcomed_at=clock.now(), welcome_message_id=contact.pk)
            for user, contact in zip(users, contacts, strict=True)
        ]
    )
    tag = tag_named("Wholesale")
    ContactTag.objects.bulk_create([ContactTag(contact=contact, tag=tag) for contact in contacts])
