"""The rows of the accuracy ledger for tests/permission_table.py."""

import uuid

from crm.models import ContactEmail, Customer, DetailsRequest
from crm.services.corrections import report_detail
from tenants.kernel import clock
from tests.permission_answers import OFFICE, Row, Scene, portal, workspace


def correction_of(contact_id: int) -> dict[str, int]:
    """An open report that the first name is wrong."""
    customer = Customer.objects.filter(contact_id=contact_id).earliest("pk")
    report = report_detail(customer.pk, key="first_name", proposed={"first_name": "Cléo"}, why="With an accent")
    return {"correction_id": report.pk}


def email_of(contact_id: int) -> dict[str, str]:
    """The name of a contact's first e-mail address among its details."""
    return {"key": f"email:{ContactEmail.objects.filter(contact=contact_id).earliest('pk').pk}"}


def asked(_scene: Scene) -> dict[str, int]:
    request = DetailsRequest.objects.create(
        token=uuid.uuid4(), audience="Everyone", expected=3, finished_at=clock.now()
    )
    return {"request_id": request.pk}


_REPORT = {"args": lambda scene: correction_of(scene.contact_id)}
_OWN = {
    "args": lambda scene: correction_of(scene.contact_id),
    "foreign": lambda scene: correction_of(scene.other_contact_id),
}
_DETAIL = {"args": lambda scene: email_of(scene.contact_id), "foreign": lambda scene: email_of(scene.other_contact_id)}
_QUEUE = "workspace/contacts/corrections/"

CORRECTIONS = [
    Row(_QUEUE, get=workspace(200)),
    Row(_QUEUE + "acceptance/", post=workspace("/workspace/contacts/corrections/")),
    Row(_QUEUE + "reopening/", post=workspace("/workspace/contacts/corrections/")),
    Row(_QUEUE + "<int:correction_id>/", get=workspace(200), **_REPORT),
    Row(_QUEUE + "<int:correction_id>/acceptance/", post=workspace(409), **_REPORT),
    Row(_QUEUE + "<int:correction_id>/refusal/", post=workspace(422), **_REPORT),
    Row("workspace/contacts/check/", get=workspace(200, **OFFICE), post=workspace(422, **OFFICE)),
    Row("workspace/contacts/check/<int:request_id>/", get=workspace(200, **OFFICE), args=asked),
    Row(
        "workspace/contacts/<int:contact_id>/check/",
        post=workspace("/workspace/contacts/", **OFFICE),
        args=lambda scene: {"contact_id": scene.contact_id},
    ),
    Row("information/corrections/<int:correction_id>/withdrawal/", post=portal("/information/"), **_OWN),
    Row("information/<str:key>/confirmation/", post=portal("/information/"), **_DETAIL),
    Row("information/<str:key>/correction/", get=portal(200), post=portal(422), **_DETAIL),
]
