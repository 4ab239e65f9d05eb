"""The rows of invoices, for tests/permission_table.py."""

from billing.services.invoice_drafts import InvoiceDraft, LineDraft, save_draft
from billing.services.invoices import issue_invoice
from tenants.kernel.money import Money
from tests.permission_answers import HEADS, Row, Scene, api, cleos, portal, workspace


def draft_of(contact_id: int) -> dict[str, int]:
    line = LineDraft(description="Rye bread", unit_price=Money(640, "EUR"))
    made = save_draft(contact_id=contact_id, draft=InvoiceDraft(lines=[line]))
    return {"contact_id": contact_id, "invoice_id": made.pk}


def invoice_of(contact_id: int) -> dict[str, int]:
    made = draft_of(contact_id)
    issue_invoice(made["invoice_id"])
    return made


def _draft(scene: Scene) -> dict[str, int]:
    return draft_of(scene.contact_id)


def _issued(scene: Scene) -> dict[str, int]:
    return invoice_of(scene.contact_id)


_CONTACT = "workspace/contacts/<int:contact_id>/"
_INVOICE = "workspace/invoices/<int:invoice_id>/"
_FORM = {"get": workspace(200, assistant=403), "post": workspace(422, assistant=403)}
_INVOICES = "/workspace/invoices/"

INVOICES = [
    Row("workspace/invoices/", get=workspace(200, assistant=403)),
    Row("workspace/invoices/new/", get=workspace(200, assistant=403)),
    Row(_CONTACT + "invoices/new/", **_FORM, args=cleos),
    Row(_CONTACT + "invoices/gathering/", post=workspace("/workspace/contacts/", assistant=403), args=cleos),
    Row(_CONTACT + "invoicing/", get=workspace(200, assistant=403),
        post=workspace("/workspace/contacts/", assistant=403), args=cleos),
    Row(_INVOICE, get=workspace(200, assistant=403), args=_issued),
    Row(_INVOICE + "edit/", **_FORM, args=_draft),
    Row(_INVOICE + "issue/", post=workspace(_INVOICES, assistant=403), args=_draft),
    Row(_INVOICE + "deletion/", post=workspace("/workspace/contacts/", assistant=403), args=_draft),
    Row(_INVOICE + "credit-note/", **_FORM, args=_issued),
    Row(_INVOICE + "void/", post=workspace(422, assistant=403), args=_issued),
    Row(_INVOICE + "files/", post=workspace(_INVOICES, assistant=403), args=_draft),
    Row("workspace/settings/invoicing/", get=workspace(200, **HEADS), post=workspace(422, **HEADS)),
]  # fmt: skip

_V1 = "api/v1/invoices/"
_ONE = _V1 + "<int:invoice_id>/"
INVOICES += [
    Row("documents/", get=portal(200)),
    Row("documents/<int:invoice_id>/", get=portal(200), args=_issued,
        foreign=lambda scene: invoice_of(scene.other_contact_id)),
    Row(_V1, get=api(200, assistant=403)),
    Row(_ONE, get=api(200, assistant=403), args=_issued),
    Row(_ONE + "issue/", post=api(200, assistant=403), args=_draft),
    Row(_ONE + "credit-notes/", post=api(422, assistant=403), args=_issued),
    Row("api/v1/contacts/<int:contact_id>/invoices/", post=api(201, assistant=403), args=cleos),
]  # fmt: skip
