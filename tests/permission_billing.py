"""The rows of billing and of the portal's pages about money, for tests/permission_table.py."""

import uuid

from billing.models import PaymentAttempt
from billing.services.charges import ChargeDraft, add_charge
from billing.services.payments import PaymentDraft, record_payment
from billing.services.products import ProductDraft, save_product
from tenants.kernel import clock
from tenants.kernel.money import Money
from tests.permission_answers import OWNERS, Row, Scene, cleos, portal, workspace


def charge_of(contact_id: int) -> dict[str, int]:
    draft = ChargeDraft(description="Rye bread", unit_price=Money(640, "EUR"))
    return {"contact_id": contact_id, "charge_id": add_charge(contact_id=contact_id, draft=draft).pk}


def payment_of(contact_id: int) -> dict[str, int]:
    draft = PaymentDraft(amount=Money(500, "EUR"), method="cash", send_receipt=False)
    return {"contact_id": contact_id, "payment_id": record_payment(contact_id=contact_id, draft=draft).pk}


def attempt_of(contact_id: int) -> dict[str, int]:
    attempt = PaymentAttempt.objects.create(
        contact_id=contact_id,
        amount_minor=500,
        currency="EUR",
        state="expired",
        idempotency_key=uuid.uuid4().hex,
        stripe_account="acct_row",
        expires_at=clock.now(),
    )
    return {"attempt_id": attempt.pk}


def product(_scene: Scene) -> dict[str, int]:
    return {"product_id": save_product(draft=ProductDraft(name="Rye", price=Money(640, "EUR"))).pk}


_CHARGE = {"args": lambda scene: charge_of(scene.contact_id)}
_PAYMENT = {"args": lambda scene: payment_of(scene.contact_id)}
_FORM = {"get": workspace(200, assistant=403), "post": workspace(422, assistant=403)}

BILLING = [
    Row("workspace/products/", get=workspace(200)),
    Row("workspace/products/new/", **_FORM),
    Row("workspace/products/<int:product_id>/", **_FORM, args=product),
    Row(
        "workspace/products/<int:product_id>/archive/",
        post=workspace("/workspace/products/", assistant=403),
        args=product,
    ),
    Row("workspace/charges/", get=workspace(200)),
    Row("workspace/charges/<int:charge_id>/", get=workspace(200), **_CHARGE),
    Row("workspace/charges/<int:charge_id>/void/", post=workspace(422, assistant=403), **_CHARGE),
    Row("workspace/contacts/<int:contact_id>/charges/new/", **_FORM, args=cleos),
    Row("workspace/payments/", get=workspace(200, assistant=403)),
    Row("workspace/payments/<int:payment_id>/", get=workspace(200, assistant=403), **_PAYMENT),
    Row("workspace/payments/<int:payment_id>/refunds/new/", **_FORM, **_PAYMENT),
    Row("workspace/payments/<int:payment_id>/receipt.pdf", get=workspace(200, assistant=403), **_PAYMENT),
    Row(
        "workspace/contacts/<int:contact_id>/payments/new/",
        get=workspace(200, assistant=403),
        post=workspace(422, assistant=403),
        args=cleos,
    ),
    Row("workspace/contacts/<int:contact_id>/account/", get=workspace(200, assistant=403), args=cleos),
    Row("workspace/contacts/<int:contact_id>/statement/", get=workspace(200, assistant=403), args=cleos),
    Row("workspace/contacts/<int:contact_id>/statement.pdf", get=workspace(200, assistant=403), args=cleos),
    Row("workspace/contacts/<int:contact_id>/statement.csv", get=workspace(200, assistant=403), args=cleos),
    Row("workspace/settings/payments/", get=workspace(200, **OWNERS), post=workspace(422, **OWNERS)),
]
_RECEIPT = {
    "args": lambda scene: payment_of(scene.contact_id),
    "foreign": lambda scene: payment_of(scene.other_contact_id),
}
PORTAL = [
    Row("", get=portal("/information/")),
    Row("pay/", get=portal(200), post=portal(422)),
    Row(
        "pay/<int:attempt_id>/",
        get=portal(200),
        args=lambda scene: attempt_of(scene.contact_id),
        foreign=lambda scene: attempt_of(scene.other_contact_id),
    ),
    Row("account/", get=portal(200)),
    Row("account/statement.pdf", get=portal(200)),
    Row("account/statement.csv", get=portal(200)),
    Row("receipts/<int:payment_id>/", get=portal(200), **_RECEIPT),
    Row("receipts/<int:payment_id>/receipt.pdf", get=portal(200), **_RECEIPT),
    Row("information/", get=portal(200), post=portal("/")),
    Row("workspace/portal/", get=workspace("/workspace/contacts/")),
    Row("workspace/contacts/<int:contact_id>/portal/", get=workspace(200), args=cleos),
]
