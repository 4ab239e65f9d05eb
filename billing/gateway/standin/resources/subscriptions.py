"""Subscriptions of the platform's plans and the invoices they make."""

import calendar
from datetime import UTC, datetime, timedelta
from typing import Any

from billing.gateway.standin.call import Call, merge_metadata, take
from billing.gateway.standin.errors import ApiError, Json, invalid, missing_param, refuse_unsupported
from billing.gateway.standin.lists import page, whole
from billing.gateway.standin.routing import Route, retrieving

from . import catalogue, invoices, methods

_OPEN = ("active", "trialing", "past_due", "incomplete", "unpaid")
_UNPAID = ("incomplete", "past_due")
_DAY = 24 * 3600
_TRIES_SECONDS = 3 * _DAY
_MOST_TRIES = 3


def create(call: Call) -> Json:
    refuse_unsupported(call.params, "discounts", "add_invoice_items", "default_tax_rates", "application_fee_percent")
    customer = call.given("customer", "customer")
    if customer is None:
        raise missing_param("customer")
    given_items = call.params.get("items")
    if not given_items:
        raise missing_param("items")
    method_id = call.params.get("default_payment_method") or customer["invoice_settings"]["default_payment_method"]
    method = methods.named(call, method_id, "default_payment_method") if method_id else None
    subscription = _new(call, customer["id"], given_items, given=call.params, method=method)
    _start(call, subscription, call.params)
    return subscription


def _new(call: Call, customer: str, given_items: list[Json], *, given: Json, method: Json | None) -> Json:
    subscription = call.new(
        "subscription",
        customer=customer,
        billing_cycle_anchor=call.now,
        billing_mode={"type": "flexible", "flexible": {"proration_discounts": "included"}, "updated_at": None},
        cancellation_details={"comment": None, "feedback": None, "reason": None},
        collection_method=given.get("collection_method", "charge_automatically"),
        default_payment_method=method["id"] if method else None,
        default_tax_rates=[],
        description=given.get("description"),
        metadata=merge_metadata({}, given.get("metadata", {})),
        payment_settings={
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        start_date=call.now,
        trial_settings={"end_behavior": {"missing_payment_method": "create_invoice"}},
    )
    subscription["invoice_settings"]["issuer"]["type"] = "self"
    items = [_item(call, subscription["id"], each, f"items[{index}]") for index, each in enumerate(given_items)]
    subscription["items"] = whole(items, f"/v1/subscription_items?subscription={subscription['id']}")
    subscription["currency"] = items[0]["price"]["currency"]
    return call.save(subscription)


def _item(call: Call, subscription_id: str, given: Json, param: str) -> Json:
    price = catalogue.priced(call, given, param)
    if price["recurring"] is None:
        raise invalid(
            "The price specified is set to `type=one_time` but this field only accepts recurring prices.", param
        )
    return call.new(
        "subscription_item",
        price=price,
        plan=_plan(call, price),
        quantity=given.get("quantity", 1),
        subscription=subscription_id,
        current_period_start=call.now,
        current_period_end=period_end(call.now, price["recurring"]),
        tax_rates=[],
    )


def _plan(call: Call, price: Json) -> Json:
    copied = ("id", "active", "billing_scheme", "currency", "metadata", "nickname", "product")
    facts: dict[str, Any] = {name: price[name] for name in copied}
    recurring = price["recurring"]
    facts |= {name: recurring[name] for name in ("interval", "interval_count", "trial_period_days", "usage_type")}
    return call.new("plan", amount=price["unit_amount"], amount_decimal=price["unit_amount_decimal"], **facts)


def period_end(start: int, recurring: Json) -> int:
    """The end of a period: whole months keep the day, or the last one of a shorter month."""
    count, interval = recurring["interval_count"], recurring["interval"]
    at = datetime.fromtimestamp(start, UTC)
    if interval in ("day", "week"):
        return int((at + timedelta(days=count * (7 if interval == "week" else 1))).timestamp())
    months = at.month - 1 + count * (12 if interval == "year" else 1)
    year, month = at.year + months // 12, months % 12 + 1
    day = min(at.day, calendar.monthrange(year, month)[1])
    return int(at.replace(year=year, month=month, day=day).timestamp())


def _start(call: Call, subscription: Json, given: Json) -> None:
    days = given.get("trial_period_days")
    trial_end = given.get("trial_end") if isinstance(given.get("trial_end"), int) else None
    if days or trial_end:
        until = trial_end or call.now + int(days or 0) * _DAY
        subscription |= {"status": "trialing", "trial_start": call.now, "trial_end": until, "_due": until}
        _set_period(subscription, call.now, until)
    else:
        subscription |= {"status": "incomplete", "_due": _end(subscription)}
    call.save(subscription)
    call.emit("customer.subscription.created", subscription)
    if subscription["status"] == "incomplete":
        _bill(call, subscription, "subscription_create")


def _end(subscription: Json) -> int:
    return int(min(item["current_period_end"] for item in subscription["items"]["data"]))


def _set_period(subscription: Json, start: int, end: int | None = None) -> None:
    for item in subscription["items"]["data"]:
        item["current_period_start"] = start
        item["current_period_end"] = end or period_end(start, item["price"]["recurring"])


def _bill(call: Call, subscription: Json, reason: str) -> None:
    """Invoice the period and try to take the money; what comes of it is the subscription's status."""
    invoice = invoices.new_invoice(call, subscription, reason)
    subscription["latest_invoice"] = invoice["id"]
    _collect(call, subscription, invoice)


def _collect(call: Call, subscription: Json, invoice: Json) -> None:
    late = _late(invoice["billing_reason"])
    method_id = subscription["default_payment_method"]
    if method_id is None:
        _mark(call, subscription, late)
        return
    try:
        invoices.charge(call, invoice, call.get("payment_method", method_id))
    except ApiError:  # written down on the invoice and its payment intent
        _mark(call, subscription, late)
        return
    _mark(call, subscription, "active" if invoice["status"] == "paid" else late)


def _late(reason: str) -> str:
    return "incomplete" if reason == "subscription_create" else "past_due"


def _mark(call: Call, subscription: Json, status: str) -> None:
    previous, subscription["status"] = subscription["status"], status
    call.save(subscription)
    if previous != status:
        call.emit("customer.subscription.updated", subscription, {"status": previous})


def from_checkout(call: Call, session: Json, intent: Json) -> Json:
    """The subscription that a paid checkout starts, with its first invoice paid by that intent."""
    lines = [line for line in session["_line_items"]["data"] if line["price"]["recurring"]]
    items = [{"price": line["price"]["id"], "quantity": line["quantity"]} for line in lines]
    method = call.get("payment_method", intent["payment_method"])
    subscription = _new(call, session["customer"], items, given=session["_data"], method=method)
    subscription |= {"status": "active", "_due": _end(subscription)}
    invoice = invoices.new_invoice(call, subscription, "subscription_create")
    subscription["latest_invoice"] = invoice["id"]
    call.save(subscription)
    call.emit("customer.subscription.created", subscription)
    invoices.mark_paid(call, invoice, intent)
    return {"subscription": subscription["id"], "invoice": invoice["id"]}


def renew(call: Call, subscription: Json) -> None:
    """The period is over: cancelled if that was asked for, tried again if late, else the next one is billed."""
    is_cancelled = subscription["cancel_at_period_end"] or (subscription["cancel_at"] or call.now + 1) <= call.now
    if is_cancelled or subscription.get("_tries", 0) >= _MOST_TRIES:
        end(call, subscription)
    else:
        _next_period(call, subscription)


def _next_period(call: Call, subscription: Json) -> None:
    if subscription["status"] in _UNPAID:
        _collect(call, subscription, call.get("invoice", subscription["latest_invoice"]))
    else:
        _set_period(subscription, _end(subscription))
        _bill(call, subscription, "subscription_cycle")
    is_late = subscription["status"] in _UNPAID
    subscription["_tries"] = subscription.get("_tries", 0) + 1 if is_late else 0
    subscription["_due"] = call.now + _TRIES_SECONDS if is_late else _end(subscription)
    call.save(subscription)


def update(call: Call, object_id: str) -> Json:
    subscription = _open(call, object_id)
    before = dict(subscription)
    take(subscription, call.params, "cancel_at_period_end", "cancel_at", "description", "pause_collection")
    if method := call.given("payment_method", "default_payment_method"):
        subscription["default_payment_method"] = method["id"]
    _change_items(call, subscription)
    if "cancel_at_period_end" in call.params:
        ends = call.params["cancel_at_period_end"]
        subscription |= {"canceled_at": call.now if ends else None, "cancel_at": _end(subscription) if ends else None}
    call.save(subscription)
    changed = {name: before[name] for name in before if before[name] != subscription[name]}
    call.emit("customer.subscription.updated", subscription, changed)
    return subscription


def _change_items(call: Call, subscription: Json) -> None:
    items: dict[str, Json] = {item["id"]: item for item in subscription["items"]["data"]}
    for index, given in enumerate(call.params.get("items", [])):
        old = items.get(given["id"]) if "id" in given else None
        if old is None and "id" in given:
            raise invalid(f"No such subscription item: '{given['id']}'", f"items[{index}][id]", "resource_missing")
        if given.get("deleted"):
            items.pop(given["id"], None)
        else:
            new = _changed_item(call, subscription["id"], given, old)
            items[new["id"]] = new
    subscription["items"]["data"] = list(items.values())


def _changed_item(call: Call, subscription_id: str, given: Json, old: Json | None) -> Json:
    """A new item, or the old one with another price or quantity."""
    if old is None:
        return _item(call, subscription_id, given, "items")
    wanted = {"quantity": old["quantity"], **given}
    if not {"price", "price_data"} & given.keys():
        wanted["price"] = old["price"]["id"]
    return {**_item(call, subscription_id, wanted, "items"), "id": old["id"]}


def cancel(call: Call, object_id: str) -> Json:
    subscription = _open(call, object_id)
    subscription["cancellation_details"] |= call.params.get("cancellation_details", {})
    subscription["cancellation_details"]["reason"] = "cancellation_requested"
    return end(call, subscription)


def end(call: Call, subscription: Json) -> Json:
    subscription |= {"status": "canceled", "canceled_at": call.now, "ended_at": call.now, "_due": None}
    call.save(subscription)
    call.emit("customer.subscription.deleted", subscription)
    return subscription


def _open(call: Call, object_id: str) -> Json:
    subscription = call.get("subscription", object_id)
    if subscription["status"] not in _OPEN:
        raise invalid("A canceled subscription can only update its cancellation_details and metadata.")
    return subscription


def list_subscriptions(call: Call) -> Json:
    wanted = {"customer": call.params["customer"]} if "customer" in call.params else {}
    status = call.params.get("status")
    found = call.select("subscription", **wanted)
    return page(call, [each for each in found if _listed(each["status"], status)])


def _listed(actual: str, wanted: str | None) -> bool:
    return wanted == "all" or (actual != "canceled" if wanted is None else actual == wanted)


_PATH = "/v1/subscriptions/{object_id}"
ROUTES = [
    Route("POST", "/v1/subscriptions", create, "SubscriptionCreateParams"),
    Route("GET", "/v1/subscriptions", list_subscriptions, "SubscriptionListParams"),
    Route("GET", _PATH, retrieving("subscription"), "SubscriptionRetrieveParams"),
    Route("POST", _PATH, update, "SubscriptionUpdateParams"),
    Route("DELETE", _PATH, cancel, "SubscriptionCancelParams"),
]
