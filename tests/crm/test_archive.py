from crm.services.contacts import archive_contact, restore_contact
from tenants.activity.models import Activity


def verbs(contact) -> list[str]:
    rows = Activity.objects.filter(contact_id=contact.pk, verb__in=["contact.archived", "contact.restored"])
    return list(rows.order_by("id").values_list("verb", flat=True))


def test_archiving_twice_is_archiving_once(in_acme, dora):
    first = archive_contact(dora.pk).archived_at

    assert archive_contact(dora.pk).archived_at == first
    assert verbs(dora) == ["contact.archived"]


def test_restoring_twice_is_restoring_once(in_acme, dora):
    archive_contact(dora.pk)

    restore_contact(dora.pk)
    restore_contact(dora.pk)

    assert verbs(dora) == ["contact.archived", "contact.restored"]
