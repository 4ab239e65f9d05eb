"""The rows of paying, transfers and quotes, for tests/permission_table.py."""

from django.core.files.base import ContentFile

from billing.services.charges import ChargeDraft, add_charge
from billing.services.payments import PaymentDraft, record_payment
from billing.services.transfers import TransferClaim, tell_of_transfer
from crm.services.files import add_file
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.uploads import examined
from tests.permission_answers import HEADS, Row, Scene, portal, workspace
from tests.permission_quotes import QUOTES


def _slip(contact_id: int) -> int:
    upload = examined(ContentFile(b"Sent on Monday", name="slip.txt"))
    return add_file(contact_id, upload=upload, added_by=None, is_shown=True).pk


def transfer_of(contact_id: int, customer: User) -> dict[str, int]:
    """A transfer that waits to be looked at."""
    draft = ChargeDraft(description="Wedding cake", unit_price=Money(90_000, "EUR"))
    claim = TransferClaim(
        charge_ids=[add_charge(contact_id=contact_id, draft=draft).pk],
        amount=Money(640, "EUR"),
        sent_on=clock.today("UTC"),
        proof_id=_slip(contact_id),
    )
    return {"notice_id": tell_of_transfer(contact_id=contact_id, claim=claim, customer=customer).pk}


def proven_payment(scene: Scene) -> dict[str, int]:
    draft = PaymentDraft(amount=Money(500, "EUR"), method="cheque", proof_id=_slip(scene.contact_id))
    return {"payment_id": record_payment(contact_id=scene.contact_id, draft=draft).pk}


_NOTICE = {"args": lambda scene: transfer_of(scene.contact_id, scene.customer)}
_OF_NOTICE = "workspace/transfers/<int:notice_id>/"

PAYING = [
    *QUOTES,
    Row("workspace/settings/paying/", get=workspace(200, **HEADS), post=workspace(422, **HEADS)),
    Row("workspace/transfers/", get=workspace(200, assistant=403)),
    Row(_OF_NOTICE, get=workspace(200, assistant=403), post=workspace(422, assistant=403), **_NOTICE),
    Row(_OF_NOTICE + "proof/", get=workspace("/media/", assistant=403), **_NOTICE),
    Row(_OF_NOTICE + "decline/", post=workspace(422, assistant=403), **_NOTICE),
    Row("workspace/payments/<int:payment_id>/proof/", get=workspace("/media/", assistant=403), args=proven_payment),
    Row("pay/transfer/", get=portal("/pay/"), post=portal("/pay/")),
]
