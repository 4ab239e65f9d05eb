"""Empty objects of every kind, read from the SDK's resource classes: each declared field is there, or null.

Fields that Stripe leaves out unless they apply (`deleted`, the hash of another payment method type) are left out.
"""

import copy
import inspect
from functools import cache
from importlib import import_module
from typing import Any, Literal, Union, get_args, get_origin

from .errors import Json

CLASSES = {
    "account": "Account",
    "account_link": "AccountLink",
    "balance": "Balance",
    "balance_transaction": "BalanceTransaction",
    "charge": "Charge",
    "checkout.session": "checkout.Session",
    "customer": "Customer",
    "dispute": "Dispute",
    "event": "Event",
    "invoice": "Invoice",
    "invoice_payment": "InvoicePayment",
    "item": "LineItem",
    "line_item": "InvoiceLineItem",
    "payment_intent": "PaymentIntent",
    "payment_method": "PaymentMethod",
    "payout": "Payout",
    "plan": "Plan",
    "price": "Price",
    "product": "Product",
    "refund": "Refund",
    "setup_intent": "SetupIntent",
    "subscription": "Subscription",
    "subscription_item": "SubscriptionItem",
    "webhook_endpoint": "WebhookEndpoint",
}
LEFT_OUT = {"deleted", "account", "context", "secret", "line_items", "company", "individual", "groups", "tiers"}


def blank(kind: str) -> Json:
    return copy.deepcopy(_blank(kind))


@cache
def _blank(kind: str) -> Json:
    package, _, name = CLASSES[kind].rpartition(".")
    module = import_module(f"stripe.{package}" if package else "stripe")
    shape = _object(getattr(module, name))
    for field in LEFT_OUT & shape.keys():
        if shape[field] is None:
            del shape[field]
    return {**shape, "object": kind}


def _object(cls: Any) -> Json:
    hints = _annotations(cls)
    variants = _literals(hints.get("type"))
    return {name: _empty(hint) for name, hint in hints.items() if name not in variants}


def _annotations(cls: Any) -> dict[str, Any]:
    from stripe import StripeObject

    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if base is not StripeObject and issubclass(base, StripeObject):
            found.update(inspect.get_annotations(base))
    return {name: hint for name, hint in found.items() if not name.startswith("_") and name.islower()}


def _literals(hint: Any) -> set[Any]:
    if get_origin(hint) is Literal:
        return set(get_args(hint))
    return {each for part in get_args(hint) for each in _literals(part)}


def _empty(hint: Any) -> Any:
    arguments = get_args(hint)
    if get_origin(hint) is Union:
        return None if type(None) in arguments else _empty(arguments[-1])
    return _plain(get_origin(hint) or hint)


def _plain(cls: Any) -> Any:
    from stripe import ListObject, StripeObject

    if cls is ListObject:
        return {"object": "list", "data": [], "has_more": False, "url": ""}
    if isinstance(cls, type) and issubclass(cls, StripeObject) and cls.__name__ != "UntypedStripeObject":
        return _object(cls)
    if isinstance(cls, type) and issubclass(cls, dict):
        return {}
    return {int: 0, bool: False, float: 0.0, str: "", list: []}.get(cls, "" if cls is Literal else {})
