"""Schemathesis asks every operation, rightly and wrongly: no 5xx, and every answer is as the schema says."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from tenants.api.schema import document
from tenants.kernel.scope import business_scope
from tests.api.conftest import ACME, secret_of
from tests.permission_billing import charge_of, payment_of, product
from tests.permission_cash import expense_of
from tests.permission_corrections import correction_of
from tests.permission_invoices import invoice_of
from tests.permission_ledger import credit_of, dispute_of, refund_of
from tests.permission_quotes import quote_of
from tests.permission_reminders import promise_of, query_of
from tests.permission_schedules import schedule_of
from tests.updates.rows import update_of

BOUNDED = hypothesis.settings(
    max_examples=8, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
SEEN = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
OPERATIONS = [(method, path) for path, methods in document()["paths"].items() for method in methods]


@pytest.fixture
def ids(acme, cleo) -> dict[str, int]:
    """What there is, so that not every address leads nowhere."""
    with business_scope(acme):
        contact_id = cleo.customer.contact_id
        made = {**charge_of(contact_id), **payment_of(contact_id), **product(None)}  # type: ignore[arg-type]
        made |= {**credit_of(contact_id), **dispute_of(contact_id), **refund_of(contact_id)}
        made |= {**schedule_of(contact_id), **invoice_of(contact_id), **query_of(contact_id), **promise_of(contact_id)}
        return {**made, **expense_of(contact_id), **update_of(), **correction_of(contact_id), **quote_of(contact_id)}


@pytest.fixture
def headers(ada, settings) -> dict[str, str]:
    settings.API_CALLS_PER_MINUTE = settings.API_CALLS_PER_MINUTE_AND_CALLER = 100_000
    return {"Host": ACME, "Authorization": f"Bearer {secret_of(ada)}"}


@pytest.fixture(autouse=True)
def _one_transaction() -> Iterator[None]:
    """The application as it is served would close the test's connection after each request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: part)
def test_no_request_breaks_an_operation_and_every_answer_is_as_described(ids, headers, method, path):
    operation = _operation(path, method)
    statuses = set()

    @BOUNDED
    @given(case=_cases(operation), is_there=st.booleans())
    def ask(case: Any, *, is_there: bool) -> None:
        if is_there:
            case.path_parameters = {name: ids.get(name, 1) for name in case.path_parameters or {}}
        response = case.call(headers=headers)
        statuses.add(response.status_code)
        case.validate_response(response, checks=SEEN)

    ask()

    assert statuses - {401, 404}, "nothing got through to the operation"


def test_the_schema_is_what_is_served_and_holds_an_example_and_a_code_for_every_refusal(client):
    served = json.loads(client.get("/api/v1/schema/", HTTP_HOST=ACME).content)

    assert served == json.loads(json.dumps(document()))
    assert served["openapi"] == "3.1.0"
    for path, methods in served["paths"].items():
        for method, operation in methods.items():
            refused = {status: told for status, told in operation["responses"].items() if status >= "400"}
            assert {"401", "403", "429"} <= refused.keys(), (method, path)
            assert all(told["content"]["application/json"]["examples"] for told in refused.values())


def _operation(path: str, method: str) -> Any:
    return _schema()[path][method.upper()]


@cache
def _schema() -> Any:
    """Made once: with an application of its own, each reads all our source for words that it knows."""
    schema = schemathesis.openapi.from_dict(document())
    schema.app = WSGIHandler()
    return schema


def _cases(operation: Any) -> Any:
    right = operation.as_strategy(GenerationMode.POSITIVE)
    wrong = operation.as_strategy(GenerationMode.NEGATIVE)
    return st.one_of(right, wrong)
