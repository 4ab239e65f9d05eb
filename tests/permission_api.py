"""The API's rows of the permission table, and those of the pages about it."""

from tenants.api.services.keys import make_key
from tests.permission_answers import HEADS, OFFICE, Row, Scene, anyone, api, cleos, workspace
from tests.permission_billing import charge_of, payment_of, product
from tests.permission_corrections import correction_of
from tests.updates.rows import update_of

_CHARGE = {"args": lambda scene: charge_of(scene.contact_id)}
_PAYMENT = {"args": lambda scene: payment_of(scene.contact_id)}


def key_of(scene: Scene) -> dict[str, int]:
    return {"key_id": make_key(name="Nightly", scopes=["contacts:read"], maker=scene.owner).key.pk}


_V1 = "api/v1/"
_ONE_PRODUCT = _V1 + "products/<int:product_id>/"
API = [
    Row("workspace/api/", get=workspace(200)),
    Row("workspace/settings/api/", get=workspace(200, **HEADS), post=workspace(422, **HEADS)),
    Row(
        "workspace/settings/api/<int:key_id>/revocation/",
        post=workspace("/workspace/settings/api/", **HEADS),
        args=key_of,
    ),
    Row(_V1, get=api(200)),
    Row(_V1 + "schema/", get=anyone(200)),
    Row("api/<path:rest>", get=anyone(404), post=anyone(404), patch=anyone(404), delete=anyone(404)),
    Row(_V1 + "contacts/", get=api(200), post=api(422)),
    Row(_V1 + "contacts/<int:contact_id>/", get=api(200), patch=api(200), args=cleos),
    Row(_V1 + "contacts/<int:contact_id>/archive/", post=api(200), delete=api(200), args=cleos),
    Row(_V1 + "contacts/<int:contact_id>/customers/", get=api(200), args=cleos),
    Row(_V1 + "contacts/<int:contact_id>/charges/", post=api(422, assistant=403), args=cleos),
    Row(_V1 + "contacts/<int:contact_id>/payments/", post=api(422, assistant=403), args=cleos),
    Row(_V1 + "products/", get=api(200), post=api(422, assistant=403)),
    Row(_ONE_PRODUCT, get=api(200), patch=api(200, assistant=403), args=product),
    Row(_ONE_PRODUCT + "archive/", post=api(200, assistant=403), delete=api(200, assistant=403), args=product),
    Row(_V1 + "charges/", get=api(200)),
    Row(_V1 + "charges/<int:charge_id>/", get=api(200), **_CHARGE),
    Row(_V1 + "charges/<int:charge_id>/void/", post=api(422, assistant=403), **_CHARGE),
    Row(_V1 + "updates/", get=api(200), post=api(422, **OFFICE)),
    Row(_V1 + "updates/<int:update_id>/", get=api(200), args=lambda _scene: update_of()),
    Row(_V1 + "updates/<int:update_id>/reading/", get=api(200), args=lambda _scene: update_of()),
    Row(_V1 + "updates/<int:update_id>/withdrawal/", post=api(200, **OFFICE), args=lambda _scene: update_of()),
    Row(_V1 + "corrections/", get=api(200)),
    Row(_V1 + "corrections/<int:correction_id>/", get=api(200), args=lambda scene: correction_of(scene.contact_id)),
    Row(
        _V1 + "corrections/<int:correction_id>/acceptance/",
        post=api(422),
        args=lambda scene: correction_of(scene.contact_id),
    ),
    Row(
        _V1 + "corrections/<int:correction_id>/refusal/",
        post=api(422),
        args=lambda scene: correction_of(scene.contact_id),
    ),
    Row(_V1 + "payments/", get=api(200, assistant=403)),
    Row(_V1 + "payments/<int:payment_id>/", get=api(200, assistant=403), **_PAYMENT),
]
