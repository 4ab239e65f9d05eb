"""The rows of write-offs, credit and disputes, for tests/permission_table.py."""

from billing.services.credits import CreditDraft, give_credit
from tenants.kernel.money import Money
from tests.permission_answers import Row, cleos, workspace
from tests.permission_billing import charge_of


def credit_of(contact_id: int) -> dict[str, int]:
    draft = CreditDraft(amount=Money(500, "EUR"), reason="A loaf was burnt", tell=False)
    return {"contact_id": contact_id, "credit_id": give_credit(contact_id, draft=draft).pk}


_CHARGE = {"args": lambda scene: charge_of(scene.contact_id)}
_CREDIT = {"args": lambda scene: credit_of(scene.contact_id)}
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
]
