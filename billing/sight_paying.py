"""To which contact an address about paying leads."""

from billing.models import TransferNotice
from crm.models import Contact
from tenants.accounts import sight


def register() -> None:
    sight.register_place(
        "notice_id",
        lambda notice_id: Contact.objects.filter(pk__in=TransferNotice.objects.filter(pk=notice_id).values("contact")),
    )
