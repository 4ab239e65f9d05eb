"""Every kind of object answered has the fields of Stripe's own example, with values of those types."""

import json
import os
import typing
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import stripe

from billing.gateway.standin.shapes import CLASSES
from tests.standin.conftest import open_account, running, sdk
from tests.standin.controls import Controls
from tests.standin.orders import order

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("MANGO_SHARED") or ROOT.parent / "shared")
FIXTURES = SHARED / "stripe" / "fixtures3.json"


@pytest.fixture(scope="module")
def examples() -> dict[str, Any]:
    if not FIXTURES.exists():
        pytest.skip(f"Stripe's examples are not here: {FIXTURES}")
    return json.loads(FIXTURES.read_text())["resources"]


@pytest.fixture(scope="module")
def answered(tmp_path_factory) -> dict[str, Any]:
    """One object of every kind, as it comes over the wire."""
    with running(tmp_path_factory.mktemp("standin")) as url:
        client, controls = sdk(url), Controls(url)
        return _answered(client, controls, open_account(client, controls))


def _answered(client, controls, acme) -> dict[str, Any]:
    fill(client, acme, controls)
    found = {kind: objects[-1] for kind in CLASSES if (objects := controls.get(f"objects?kind={kind}")["data"])}
    shown = {}
    for kind, body in found.items():
        if path := PATHS.get(kind):
            account = next(a for a in (acme["stripe_account"], None) if _has(client, path, body["id"], a))
            shown[kind] = _raw(client, path.format(body["id"]), account)
    shown["balance"] = _raw(client, "/v1/balance", acme["stripe_account"])
    link = {"refresh_url": "http://shop.example/a", "return_url": "http://shop.example/b"}
    link |= {"account": acme["stripe_account"], "type": "account_onboarding"}
    shown["account_link"] = client.v1.account_links.create(link).to_dict()
    return {**shown, **inner(shown)}


PATHS = {
    "account": "/v1/accounts/{}",
    "balance_transaction": "/v1/balance_transactions/{}",
    "charge": "/v1/charges/{}",
    "checkout.session": "/v1/checkout/sessions/{}?expand[]=line_items",
    "customer": "/v1/customers/{}",
    "dispute": "/v1/disputes/{}",
    "event": "/v1/events/{}",
    "invoice": "/v1/invoices/{}",
    "invoice_payment": "/v1/invoice_payments/{}",
    "payment_intent": "/v1/payment_intents/{}",
    "payment_method": "/v1/payment_methods/{}",
    "payout": "/v1/payouts/{}",
    "price": "/v1/prices/{}",
    "product": "/v1/products/{}",
    "refund": "/v1/refunds/{}",
    "setup_intent": "/v1/setup_intents/{}",
    "subscription": "/v1/subscriptions/{}",
    "webhook_endpoint": "/v1/webhook_endpoints/{}",
}


def inner(shown: dict[str, Any]) -> dict[str, Any]:
    item = shown["subscription"]["items"]["data"][0]
    session_line = shown["checkout.session"]["line_items"]["data"][0]
    return {
        "subscription_item": item,
        "plan": item["plan"],
        "item": session_line,
        "line_item": shown["invoice"]["lines"]["data"][0],
    }


def fill(client, acme, controls) -> None:
    customer = client.v1.customers.create({"email": "cleo@example.com"}, acme)
    given = {"amount": 1000, "currency": "eur", "customer": customer.id, "confirm": True}
    client.v1.setup_intents.create({"customer": customer.id, "payment_method": "pm_card_visa", "confirm": True}, acme)
    for method in ("pm_card_createDispute", "pm_card_visa"):
        intent = client.v1.payment_intents.create({**given, "payment_method": method}, acme)
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 100}, acme)
    price = client.v1.prices.create(
        {"currency": "usd", "unit_amount": 900, "recurring": {"interval": "month"}, "product_data": {"name": "Plan"}}
    )
    payer = client.v1.customers.create({"email": "ada@example.com"})
    plan = order(mode="subscription", customer=payer.id, line_items=[{"price": price.id, "quantity": 1}])
    controls.post("checkout", session=client.v1.checkout.sessions.create(plan).id)
    controls.post("clock", advance=3 * 24 * 3600)
    for account in (acme["stripe_account"], None):
        platform = controls.get("state")["platform"]
        controls.post("payouts", account=account or platform)
    client.v1.webhook_endpoints.create({"url": "http://shop.example/hook", "enabled_events": ["charge.failed"]})


def _raw(client, path: str, account: str | None) -> dict[str, Any]:
    options = {"stripe_account": account} if account else {}
    return json.loads(client.raw_request("get", path, **options).body)


def _has(client, path: str, object_id: str, account: str | None) -> bool:
    try:
        _raw(client, path.format(object_id), account)
    except stripe.StripeError:
        return False
    return True


@pytest.mark.parametrize("kind", [*CLASSES])
def test_an_answer_has_the_shape_of_stripes_example(examples, answered, kind):
    assert list(differences(kind, examples[kind], answered[kind], sdk_class(kind))) == []


def differences(path: str, example: Any, actual: Any, hint: Any) -> typing.Iterator[str]:
    """What is missing or of another type; null stands where the example or the SDK's own type allows it."""
    if example is None or actual is None:
        if example is not None and type(None) not in typing.get_args(hint):
            yield f"{path} is null"
    elif isinstance(example, dict) and isinstance(actual, dict):
        yield from _field_differences(path, example, actual, hint)
    elif isinstance(example, list) and isinstance(actual, list):
        inner_hint = next(iter(typing.get_args(hint)), None)
        for index, (wanted, given) in enumerate(zip(example, actual, strict=False)):
            yield from differences(f"{path}[{index}]", wanted, given, inner_hint)
    elif type(example) is not type(actual) and not isinstance(example, dict):
        yield f"{path} is {actual!r}, not like {example!r}"


def _field_differences(path: str, example: dict[str, Any], actual: dict[str, Any], hint: Any) -> typing.Iterator[str]:
    if path.endswith(".metadata") or _is_other_variant(path, example, actual):
        return
    hints = getattr(_class_of(actual, hint), "__annotations__", {})
    for name, wanted in example.items():
        where = f"{path}.{name}"
        if name not in actual:
            yield f"{where} is missing"
        else:
            yield from differences(where, wanted, actual[name], hints.get(name))


def _is_other_variant(path: str, example: dict[str, Any], actual: dict[str, Any]) -> bool:
    """A hash keyed by its type, or the object of an event, may be of another kind than the example's."""
    return example.get("type") != actual.get("type") and path.endswith((".parent", ".object"))


def _class_of(actual: dict[str, Any], hint: Any) -> Any:
    if isinstance(kind := actual.get("object"), str) and kind in CLASSES:
        return sdk_class(kind)
    candidates = [hint, *typing.get_args(hint)]
    return next((each for each in candidates if isinstance(each, type) and each is not type(None)), None)


def sdk_class(kind: str) -> Any:
    package, _, name = CLASSES[kind].rpartition(".")
    return getattr(import_module(f"stripe.{package}" if package else "stripe"), name)
