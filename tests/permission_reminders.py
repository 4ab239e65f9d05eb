"""The rows of queries, promises and reminders, for tests/permission_table.py."""

from billing.services.charges import ChargeDraft, add_charge
from billing.services.promises import promise_payment
from billing.services.queries import query_charge
from tenants.kernel import clock
from tenants.kernel.money import Money
from tests.permission_answers import HEADS, Row, api, cleos, portal, workspace
from tests.permission_billing import charge_of


def query_of(contact_id: int) -> dict[str, int]:
    """A charge that its customer does not recognise."""
    charge_id = charge_of(contact_id)["charge_id"]
    query = query_charge(contact_id=contact_id, charge_id=charge_id, why="I was away")
    return {"query_id": query.pk, "charge_id": charge_id}


def promise_of(contact_id: int) -> dict[str, int]:
    """A charge, above any credit that lies there, that its customer has promised to pay."""
    draft = ChargeDraft(description="Wedding cakes", unit_price=Money(900_000, "EUR"))
    charge = add_charge(contact_id=contact_id, draft=draft)
    (promise,) = promise_payment(contact_id=contact_id, charge_ids=[charge.pk], until=clock.today("Europe/Lisbon"))
    return {"promise_id": promise.pk}


def promise_free(contact_id: int) -> dict[str, int]:
    """Something that is owed, above any credit that lies there, and that nobody is patient about."""
    draft = ChargeDraft(description="Wedding cakes", unit_price=Money(900_000, "EUR"))
    add_charge(contact_id=contact_id, draft=draft)
    return {"contact_id": contact_id}


_CONTACT = "workspace/reminders/contacts/<int:contact_id>/"
_OWN_CHARGE = {
    "args": lambda scene: charge_of(scene.contact_id),
    "foreign": lambda scene: charge_of(scene.other_contact_id),
}
_OWN_QUERY = {
    "args": lambda scene: query_of(scene.contact_id),
    "foreign": lambda scene: query_of(scene.other_contact_id),
}
REMINDERS = [
    Row("account/charges/<int:charge_id>/query/", get=portal(200), post=portal("/account/charges/"), **_OWN_CHARGE),
    Row("account/queries/<int:query_id>/withdrawal/", post=portal("/account/charges/"), **_OWN_QUERY),
    Row("pay/promise/", get=portal(200), post=portal(422)),
    Row(
        "workspace/promises/<int:promise_id>/ending/",
        post=workspace("/workspace/charges/", assistant=403),
        args=lambda scene: promise_of(scene.contact_id),
    ),
    Row("workspace/reminders/", get=workspace(200, assistant=403)),
    Row(_CONTACT, get=workspace(200, assistant=403), args=cleos),
    Row(_CONTACT + "mail/", get=workspace(200, assistant=403), args=lambda scene: promise_free(scene.contact_id)),
    Row(_CONTACT + "sending/", post=workspace("/workspace/reminders/", assistant=403), args=cleos),
    Row(_CONTACT + "omission/", post=workspace("/workspace/reminders/", assistant=403), args=cleos),
    Row(_CONTACT + "choice/", post=workspace("/workspace/reminders/", assistant=403), args=cleos),
    Row("workspace/ageing/", get=workspace(200, assistant=403)),
    Row("workspace/settings/reminders/", get=workspace(200, **HEADS), post=workspace(422, **HEADS)),
    Row(
        "workspace/queries/<int:query_id>/answer/",
        post=workspace(422, assistant=403),
        args=lambda scene: query_of(scene.contact_id),
    ),
    Row("api/v1/queries/", get=api(200)),
    Row("api/v1/queries/<int:query_id>/", get=api(200), args=lambda scene: query_of(scene.contact_id)),
    Row(
        "api/v1/queries/<int:query_id>/answer/",
        post=api(422, assistant=403),
        args=lambda scene: query_of(scene.contact_id),
    ),
    Row("api/v1/promises/", get=api(200)),
    Row(
        "api/v1/promises/<int:promise_id>/",
        get=api(200),
        delete=api(200, assistant=403),
        args=lambda scene: promise_of(scene.contact_id),
    ),
]
