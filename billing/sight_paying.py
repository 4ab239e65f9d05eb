"""To which contact an address about paying leads."""

from billing.models import Quote, TransferNotice
from crm.models import Contact
from tenants.accounts import sight


def register() -> None:
    sight.register_place(
        "quote_id", lambda quote_id: Contact.objects.filter(pk__in=Quote.objects.filter(pk=quote_id).values("contact"))
    )
    sight.register_place(
        "notice_id",
        lambda notice_id: Contact.objects.filter(pk__in=TransferNotice.objects.filter(pk=notice_id).values("contact")),
    )
