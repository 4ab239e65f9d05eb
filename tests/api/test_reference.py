"""The manual: made out of the schema, so that it cannot say anything else."""

from django.test import Client

from tenants.api.reference import reference
from tenants.api.schema import document
from tests.signing_in import sign_in


def test_the_manual_holds_every_operation_with_its_examples_and_refusals(ada):
    client = Client()
    sign_in(client, ada)

    page = client.get("/workspace/api/").content.decode()

    shown = {operation.name for operations in reference().values() for operation in operations}
    assert shown == {told["operationId"] for path in document()["paths"].values() for told in path.values()}
    assert [name for name in shown if f'id="{name}"' not in page] == []
    for words in (
        "contacts:write",
        "username_taken",
        "Harbour Café",
        "Idempotency-Key",
        "If-Match",
        "429 rate_exceeded",
    ):
        assert words in page
    assert "//cdn" not in page
