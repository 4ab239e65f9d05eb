"""What the platform's console is told of a business's contacts: how many, never who."""

from typing import Any

from crm.models import Contact, Customer


def gauge() -> dict[str, Any]:
    first = Contact.objects.order_by("pk").values_list("created_at", flat=True).first()
    return {
        "contacts": Contact.objects.active().count(),
        "customers": Customer.objects.count(),
        "first_contact_at": first,
    }
