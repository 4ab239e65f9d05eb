"""The rows of invoices on paper, for tests/permission_table.py."""

from typing import Any

from billing.models import Invoice
from billing.services.document_links import make_link
from billing.services.snapshots import digest_of
from crm.models import Contact
from tests.billing.frozen_samples import DISCOUNTS
from tests.permission_answers import Row, anyone, portal, workspace


def paper_of(contact_id: int) -> dict[str, int]:
    """An issued invoice of a contact, as the walks need one; nothing of the contact stands on it."""
    known = Invoice.objects.issued().filter(contact_id=contact_id).first()
    return {"invoice_id": (known or issued(Contact.objects.get(pk=contact_id))).pk}


def link_of(contact_id: int) -> dict[str, int]:
    """A link to a paper of a contact's."""
    invoice_id = paper_of(contact_id)["invoice_id"]
    return {"invoice_id": invoice_id, "link_id": make_link(invoice_id).pk}


def issued(contact: Contact, said: Any = DISCOUNTS, **more: Any) -> Invoice:
    """An invoice that is issued and says this; what issuing itself does is tried elsewhere."""
    totals = said["totals"]
    number = Invoice.objects.issued().count() + 42
    frozen = said | {"number": f"2026-{number:04}"}
    return Invoice.objects.create(
        contact=contact,
        state="issued",
        number=f"2026-{number:04}",
        counter_year=2026,
        sequence=number,
        issued_on=said["issued_on"],
        issued_at=f"{said['issued_on']}T12:00:00Z",
        currency=said["currency"],
        net_minor=totals["net_minor"],
        tax_minor=totals["tax_minor"],
        amount_minor=totals["gross_minor"],
        frozen=frozen,
        frozen_sha256=digest_of(frozen),
        verify_code=f"23456789AB{number}",
        **more,
    )


_PAPER: dict[str, Any] = {
    "args": lambda scene: paper_of(scene.contact_id),
    "foreign": lambda scene: paper_of(scene.other_contact_id),
}
_TEAMS: dict[str, Any] = {"get": workspace(200, assistant=403), "args": lambda scene: paper_of(scene.contact_id)}
PAPERS = [
    Row("workspace/invoices/<int:invoice_id>/invoice.pdf", **_TEAMS),
    Row("workspace/invoices/<int:invoice_id>/ubl.xml", **_TEAMS),
    Row("workspace/invoices/<int:invoice_id>/cii.xml", **_TEAMS),
    Row("documents/<int:invoice_id>/invoice.pdf", get=portal(200), **_PAPER),
    Row("workspace/invoices/<int:invoice_id>/share/", post=workspace(422, assistant=403), **_TEAMS),
    Row(
        "workspace/invoices/<int:invoice_id>/links/<int:link_id>/revocation/",
        post=workspace("/workspace/invoices/", assistant=403),
        args=lambda scene: link_of(scene.contact_id),
    ),
    Row("d/<str:token>/", get=anyone(404)),
    Row("d/<str:token>/document.pdf", get=anyone(404)),
    Row("d/<str:token>/viewing/", post=anyone(404)),
    Row("d/<str:token>/payment/", post=anyone(404)),
    Row("verify/", get=anyone(200)),
    Row("verify/<str:code>/", get=anyone(404)),
]
