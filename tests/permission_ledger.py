"""The rows of write-offs, credit and disputes, for tests/permission_table.py."""

import uuid
from datetime import timedelta

from billing.models import Dispute, RefundOrder
from billing.services.credits import CreditDraft, give_credit
from tenants.kernel import clock
from tenants.kernel.money import Money
from tests.permission_answers import Row, api, cleos, workspace
from tests.permission_billing import charge_of, payment_of


def credit_of(contact_id: int) -> dict[str, int]:
    draft = CreditDraft(amount=Money(500, "EUR"), reason="A loaf was burnt", tell=False)
    return {"contact_id": contact_id, "credit_id": give_credit(contact_id, draft=draft).pk}


def dispute_of(contact_id: int) -> dict[str, int]:
    payment_id = payment_of(contact_id)["payment_id"]
    made = Dispute.objects.create(
        contact_id=contact_id,
        payment_id=payment_id,
        stripe_dispute=f"dp_{uuid.uuid4().hex}",
        amount_minor=500,
        currency="EUR",
        reason="product_not_received",
        state="needs_response",
        evidence_due_at=clock.now() + timedelta(days=5),
        opened_at=clock.now(),
    )
    return {"dispute_id": made.pk}


def refund_of(contact_id: int) -> dict[str, int]:
    """A refund that failed."""
    payment_id = payment_of(contact_id)["payment_id"]
    made = RefundOrder.objects.create(payment_id=payment_id, amount_minor=100, reason="Burnt", state="failed")
    return {"refund_id": made.pk}


_CHARGE = {"args": lambda scene: charge_of(scene.contact_id)}
_CREDIT = {"args": lambda scene: credit_of(scene.contact_id)}
_DISPUTE = {"args": lambda scene: dispute_of(scene.contact_id)}
_REFUND = {"args": lambda scene: refund_of(scene.contact_id)}
_PAYMENT = {"args": lambda scene: payment_of(scene.contact_id)}
_V1, _MONEY, _MONEY_READ = "api/v1/", api(422, assistant=403), api(200, assistant=403)
_BACK = "/workspace/disputes/"
_UNCHANGED = "/workspace/charges/"

LEDGER = [
    Row("workspace/charges/<int:charge_id>/write-off/", post=workspace(422, assistant=403), **_CHARGE),
    Row("workspace/charges/<int:charge_id>/write-off/undo/", post=workspace(_UNCHANGED, assistant=403), **_CHARGE),
    Row(
        "workspace/contacts/<int:contact_id>/credit/new/",
        get=workspace(200, assistant=403),
        post=workspace(422, assistant=403),
        args=cleos,
    ),
    Row("workspace/credits/<int:credit_id>/", get=workspace(200, assistant=403), **_CREDIT),
    Row("workspace/credits/<int:credit_id>/taking-back/", post=workspace(422, assistant=403), **_CREDIT),
    Row("workspace/disputes/", get=workspace(200, assistant=403)),
    Row("workspace/disputes/<int:dispute_id>/", get=workspace(200, assistant=403), **_DISPUTE),
    Row("workspace/disputes/<int:dispute_id>/answer/", post=workspace(422, assistant=403), **_DISPUTE),
    Row(
        "workspace/disputes/<int:dispute_id>/claim/", post=workspace("/workspace/disputes/", assistant=403), **_DISPUTE
    ),
    Row("workspace/refunds/<int:refund_id>/retry/", post=workspace("/workspace/payments/", assistant=403), **_REFUND),
    Row(
        "workspace/refunds/<int:refund_id>/letting-be/",
        post=workspace("/workspace/payments/", assistant=403),
        **_REFUND,
    ),
    Row(_V1 + "payments/<int:payment_id>/refunds/", get=_MONEY_READ, post=_MONEY, **_PAYMENT),
    Row(_V1 + "refunds/<int:refund_id>/retry/", post=api(201, assistant=403), **_REFUND),
    Row(_V1 + "payments/<int:payment_id>/credits/", post=_MONEY, **_PAYMENT),
    Row(_V1 + "contacts/<int:contact_id>/credits/", post=_MONEY, args=cleos),
    Row(_V1 + "credits/<int:credit_id>/", get=_MONEY_READ, **_CREDIT),
    Row(_V1 + "credits/<int:credit_id>/taking-back/", post=_MONEY, **_CREDIT),
    Row(_V1 + "charges/<int:charge_id>/write-off/", post=_MONEY, delete=_MONEY_READ, **_CHARGE),
    Row(_V1 + "disputes/", get=_MONEY_READ),
    Row(_V1 + "disputes/<int:dispute_id>/", get=_MONEY_READ, **_DISPUTE),
    Row(_V1 + "disputes/<int:dispute_id>/evidence/", post=_MONEY, **_DISPUTE),
]
