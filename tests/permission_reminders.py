"""The rows of queries, promises and reminders, for tests/permission_table.py."""

from billing.services.queries import query_charge
from tests.permission_answers import Row, portal, workspace
from tests.permission_billing import charge_of


def query_of(contact_id: int) -> dict[str, int]:
    """A charge that its customer does not recognise."""
    charge_id = charge_of(contact_id)["charge_id"]
    query = query_charge(contact_id=contact_id, charge_id=charge_id, why="I was away")
    return {"query_id": query.pk, "charge_id": charge_id}


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
    Row(
        "workspace/queries/<int:query_id>/answer/",
        post=workspace(422, assistant=403),
        args=lambda scene: query_of(scene.contact_id),
    ),
]
