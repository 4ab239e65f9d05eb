"""The rows of the reconciliation for tests/permission_table.py."""

import uuid

from billing.models import Difference
from tests.permission_answers import Row, Scene, workspace
from tests.permission_billing import payment_of


def difference_of(contact_id: int) -> dict[str, int]:
    """A payment that Stripe took another amount for."""
    difference = Difference.objects.create(
        kind="amount",
        intent=f"pi_{uuid.uuid4().hex}",
        payment_id=payment_of(contact_id)["payment_id"],
        currency="EUR",
        stripe_minor=600,
        books_minor=500,
    )
    return {"difference_id": difference.pk}


def of_cleo(scene: Scene) -> dict[str, int]:
    return difference_of(scene.contact_id)


_PAGE = "workspace/payments/reconciliation/"

_FORM = {"get": workspace(200, assistant=403), "post": workspace(422, assistant=403)}

RECONCILIATION = [
    Row(_PAGE, get=workspace(200, assistant=403)),
    Row(_PAGE + "comparison/", post=workspace("/workspace/payments/reconciliation/", assistant=403)),
    Row(
        _PAGE + "<int:difference_id>/",
        get=workspace(200, assistant=403),
        post=workspace(422, assistant=403),
        args=of_cleo,
    ),
]
