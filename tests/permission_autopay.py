"""The rows of saved cards, autopay and instalments, for tests/permission_table.py."""

import uuid
from datetime import date
from typing import Any

from billing.models import InstalmentPlan, SavedCard
from tests.permission_answers import HEADS, Row, cleos, portal, workspace
from tests.permission_billing import charge_of


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


def plan_of(contact_id: int) -> dict[str, int]:
    """An offer over two parts, not agreed to yet."""
    charge_id = charge_of(contact_id)["charge_id"]
    made = InstalmentPlan.objects.create(
        contact_id=contact_id, rhythm="month", amount_minor=640, currency="EUR", grace_days=7
    )
    made.charges.create(charge_id=charge_id, amount_minor=640)
    for number, day in enumerate((date(2034, 5, 4), date(2034, 6, 4)), start=1):
        made.parts.create(charge_id=charge_id, number=number, due_on=day, amount_minor=320)
    return {"contact_id": contact_id, "plan_id": made.pk}


_PLAN = {"args": lambda scene: plan_of(scene.contact_id)}
_THEIRS = {
    "args": lambda scene: {"plan_id": plan_of(scene.contact_id)["plan_id"]},
    "foreign": lambda scene: {"plan_id": plan_of(scene.other_contact_id)["plan_id"]},
}
AUTOPAY += [
    Row("workspace/settings/autopay/", get=workspace(200, **HEADS), post=workspace(422, **HEADS)),
    Row("plans/", get=portal(200), post=portal(422)),
    Row("plans/<int:plan_id>/", get=portal(200), **_THEIRS),
    Row("plans/<int:plan_id>/agreement/", post=portal(422), **_THEIRS),
    Row("plans/<int:plan_id>/refusal/", post=portal("/pay/"), **_THEIRS),
    Row("plans/<int:plan_id>/payment/", post=portal("/plans/"), **_THEIRS),
    Row(
        "workspace/contacts/<int:contact_id>/instalments/new/",
        get=workspace(200, assistant=403),
        post=workspace(422, assistant=403),
        args=cleos,
    ),
    Row("workspace/instalments/<int:plan_id>/", get=workspace(200), **_PLAN),
    Row("workspace/instalments/<int:plan_id>/end/", post=workspace("/workspace/instalments/", assistant=403), **_PLAN),
]
