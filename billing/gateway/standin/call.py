"""One piece of work for one account: what a request, a hosted page or the passing of time reads and writes through."""

import secrets
import string
from dataclasses import dataclass, field
from typing import Any

from . import shapes
from .errors import Json, no_such
from .store import Store

PREFIXES = {
    "account": "acct",
    "balance_transaction": "txn",
    "charge": "ch",
    "checkout.session": "cs_test",
    "customer": "cus",
    "dispute": "dp",
    "event": "evt",
    "invoice": "in",
    "invoice_payment": "inpay",
    "item": "li",
    "line_item": "il",
    "payment_intent": "pi",
    "payment_method": "pm",
    "payout": "po",
    "price": "price",
    "product": "prod",
    "refund": "re",
    "setup_intent": "seti",
    "subscription": "sub",
    "subscription_item": "si",
    "webhook_endpoint": "we",
}
_NOUNS = {
    "checkout.session": "checkout.session",
    "payment_method": "PaymentMethod",
    "setup_intent": "setupintent",
    "balance_transaction": "balance transaction",
    "webhook_endpoint": "webhook endpoint",
}
_LETTERS = string.ascii_letters + string.digits


def token(length: int = 24) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


@dataclass
class Call:
    store: Store
    account: str
    platform: str
    base_url: str
    now: int
    params: Json = field(default_factory=dict)
    api_version: str | None = None
    request_id: str | None = None
    idempotency_key: str | None = None

    def new(self, kind: str, **fields: Any) -> Json:
        """A complete object of this kind, not yet saved."""
        shape = shapes.blank(kind)
        if kind in PREFIXES:
            shape["id"] = f"{PREFIXES[kind]}_{token(58 if kind == 'checkout.session' else 24)}"
        for name, value in (("created", self.now), ("livemode", False), ("metadata", {})):
            if name in shape:
                shape[name] = value
        return {**shape, **fields}

    def save(self, body: Json) -> Json:
        self.store.put(self.account, body)
        return body

    def get(self, kind: str, object_id: str, *, param: str | None = None) -> Json:
        """The object, or Stripe's refusal: 404 for an address, 400 for a parameter."""
        body = self.store.get(self.account, object_id, kind)
        if body is None:
            raise no_such(_NOUNS.get(kind, kind), object_id, param=param)
        return body

    def given(self, kind: str, param: str) -> Json | None:
        """The object that a parameter names, if it is there."""
        object_id = self.params.get(param)
        return self.get(kind, object_id, param=param) if object_id else None

    def select(self, kind: str, **fields: Any) -> list[Json]:
        return self.store.select(self.account, kind, **fields)

    def merchant(self) -> Json:
        """The account that takes the money."""
        body = self.store.get(self.account, self.account) or self.store.get(self.platform, self.account)
        return body or {"id": self.account}

    def emit(self, event_type: str, body: Json, previous: Json | None = None) -> None:
        """Write the event with the object as it is now, and one delivery per endpoint that wants it."""
        data: Json = {"object": shown(body)}
        if previous is not None:
            data["previous_attributes"] = previous
        event = self.new(
            "event",
            type=event_type,
            data=data,
            api_version=self.api_version or default_version(),
            request={"id": self.request_id, "idempotency_key": self.idempotency_key},
        )
        if self.account != self.platform:
            event["account"] = self.account
        endpoints = [each for each in self.store.select(self.platform, "webhook_endpoint") if self._wants(each, event)]
        event["pending_webhooks"] = len(endpoints)
        self.save(event)
        for endpoint in endpoints:
            self.store.change(
                "INSERT INTO deliveries (event, endpoint, state, due) VALUES (?, ?, 'new', 0)",
                event["id"],
                endpoint["id"],
            )

    def _wants(self, endpoint: Json, event: Json) -> bool:
        listens = endpoint["_connect"] in (None, self.account != self.platform)
        wanted = endpoint["enabled_events"]
        return listens and endpoint["status"] == "enabled" and ("*" in wanted or event["type"] in wanted)


def shown(body: Json) -> Json:
    """Without the private keys, at any depth."""
    return {name: _shown_value(value) for name, value in body.items() if not name.startswith("_")}


def _shown_value(value: Any) -> Any:
    if isinstance(value, dict):
        return shown(value)
    return [_shown_value(each) for each in value] if isinstance(value, list) else value


def merge_metadata(current: dict[str, str] | None, given: Any) -> dict[str, str]:
    """Given keys are set, keys given empty are unset, an empty value for the whole clears it."""
    if given == "":
        return {}
    merged = {**(current or {}), **given}
    return {key: value for key, value in merged.items() if value != ""}


def take(body: Json, given: Json, *names: str) -> None:
    """Copy the fields that were given, empty ones as null, and merge the metadata."""
    for name in given.keys() & set(names):
        body[name] = None if given[name] == "" else given[name]
    if "metadata" in given:
        body["metadata"] = merge_metadata(body["metadata"], given["metadata"])


def default_version() -> str:
    from stripe._api_version import _ApiVersion

    return _ApiVersion.CURRENT
