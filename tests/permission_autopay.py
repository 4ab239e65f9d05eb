"""The rows of saved cards, autopay and instalments, for tests/permission_table.py."""

import uuid
from typing import Any

from billing.models import SavedCard
from tests.permission_answers import Row, portal


def card_of(contact_id: int, **facts: Any) -> dict[str, int]:
    made = SavedCard.objects.create(
        contact_id=contact_id, method=f"pm_{uuid.uuid4().hex}", brand="Visa", last4="4242", exp_month=12, exp_year=2034,
        **facts,
    )  # fmt: skip
    return {"card_id": made.pk}


_CARD = {
    "args": lambda scene: card_of(scene.contact_id),
    "foreign": lambda scene: card_of(scene.other_contact_id),
}
AUTOPAY = [
    Row("methods/", get=portal(200)),
    Row("methods/new/", post=portal(409)),
    Row("methods/<int:card_id>/default/", post=portal("/methods/"), **_CARD),
    Row("methods/<int:card_id>/removal/", post=portal("/methods/"), **_CARD),
    Row("methods/autopay/", post=portal(422)),
    Row("methods/autopay/withdrawal/", post=portal("/methods/")),
]
