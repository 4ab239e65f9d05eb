"""Checkout sessions over the API: created, read, expired, listed with their lines."""

from typing import Any
from urllib.parse import urlsplit

from billing.gateway.standin import payments
from billing.gateway.standin.call import Call, merge_metadata
from billing.gateway.standin.cards import DEBIT_TYPES
from billing.gateway.standin.currency import check_amount, supported
from billing.gateway.standin.errors import (
    ApiError,
    Json,
    RefusedParamsError,
    invalid,
    missing_param,
    refuse_unsupported,
)
from billing.gateway.standin.lists import page, whole
from billing.gateway.standin.routing import Route, listing

from . import catalogue, payment_intents

_SHORTEST, _LONGEST = 30 * 60, 24 * 3600
_COPIED = (
    "billing_address_collection", "cancel_url", "client_reference_id", "locale", "submit_type", "success_url",
    "payment_method_collection", "allow_promotion_codes",
)  # fmt: skip
_TRIALS = ("trial_end", "trial_period_days", "default_tax_rates", "application_fee_percent")
_ONLY_IN = {"payment_intent_data": "payment", "setup_intent_data": "setup", "subscription_data": "subscription"}


def create(call: Call) -> Json:
    payments.check_open_for_business(call)
    refuse_unsupported(call.params, "discounts", "optional_items", "shipping_options", "invoice_creation")
    refuse_unsupported(call.params.get("automatic_tax", {}), "enabled", inside="automatic_tax")
    refuse_unsupported(call.params.get("subscription_data", {}), *_TRIALS, inside="subscription_data")
    mode = _checked_mode(call)
    lines = [
        _line(call, given, f"line_items[{index}]") for index, given in enumerate(call.params.get("line_items", []))
    ]
    currency = _currency(call, mode, lines)
    session = call.new(
        "checkout.session",
        mode=mode,
        status="open",
        payment_status="no_payment_required" if mode == "setup" else "unpaid",
        currency=currency,
        expires_at=_expires_at(call),
        metadata=merge_metadata({}, call.params.get("metadata", {})),
        payment_method_types=_method_types(call, mode, currency),
        **{name: call.params.get(name) for name in _COPIED},
        **_who(call, mode),
        payment_method_options=call.params.get("payment_method_options", {}),
        **_plain_facts(),
    )
    session |= {"url": f"{call.base_url}/c/pay/{session['id']}", "_due": session["expires_at"]}
    session["_line_items"] = whole(lines, f"{_PATH}/{session['id']}/line_items")
    session["ui_mode"] = call.params.get("ui_mode", "hosted_page")
    session["_data"] = call.params.get(next(name for name, only in _ONLY_IN.items() if only == mode), {})
    if mode != "setup":
        _add_up(session, lines)
    return call.save(session)


def _plain_facts() -> Json:
    return {
        "adaptive_pricing": {"enabled": False},
        "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
        "phone_number_collection": {"enabled": False},
    }


def _checked_mode(call: Call) -> str:
    mode = call.params.get("mode")
    if mode is None:
        raise missing_param("mode")
    for name, only in _ONLY_IN.items():
        if name in call.params and mode != only:
            raise invalid(f"You can not pass `{name}` in `{mode}` mode.", name)
    _check_lines_given(call, mode)
    _check_urls(call)
    return str(mode)


def _check_lines_given(call: Call, mode: str) -> None:
    if mode == "setup":
        if "line_items" in call.params:
            raise invalid("You can not pass `line_items` in `setup` mode.", "line_items")
    elif not call.params.get("line_items"):
        raise missing_param("line_items")


def _check_urls(call: Call) -> None:
    if call.params.get("ui_mode", "hosted_page") not in ("hosted_page", "hosted"):
        raise invalid("This stand-in only serves hosted pages.", "ui_mode")
    if "success_url" not in call.params:
        raise missing_param("success_url")
    for name in ("success_url", "cancel_url"):
        url = call.params.get(name)
        if url is not None and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
            raise RefusedParamsError("Not a valid URL", param=name, code="url_invalid")


def _line(call: Call, given: Json, param: str) -> Json:
    refuse_unsupported(given, "adjustable_quantity", "dynamic_tax_rates", "tax_rates", inside=param)
    price = catalogue.priced(call, given, param)
    quantity = given.get("quantity")
    if quantity is None:
        raise missing_param(f"{param}[quantity]")
    if quantity < 1:
        raise RefusedParamsError(
            "This value must be greater than or equal to 1.",
            param=f"{param}[quantity]",
            code="parameter_invalid_integer",
        )
    total = price["unit_amount"] * quantity
    product = call.get("product", price["product"])
    facts: dict[str, Any] = {"currency": price["currency"], "description": product["name"], "price": price}
    line = call.new("item", amount_subtotal=total, amount_total=total, quantity=quantity, **facts)
    return {**line, "_details": product["description"]}


def _currency(call: Call, mode: str, lines: list[Json]) -> str | None:
    currencies = {str(line["currency"]) for line in lines}
    if len(currencies) > 1:
        raise invalid("All line items must have the same currency.", "line_items")
    _check_recurrence(mode, lines)
    if currencies:
        return currencies.pop()
    return supported(call.params["currency"]) if "currency" in call.params else None


def _check_recurrence(mode: str, lines: list[Json]) -> None:
    recurs = {line["price"]["type"] == "recurring" for line in lines}
    if mode == "payment" and True in recurs:
        raise invalid("You specified `payment` mode but passed a recurring price.", "mode")
    if mode == "subscription" and False in recurs:
        raise invalid("The stand-in takes only recurring prices in `subscription` mode.", "line_items")


def _expires_at(call: Call) -> int:
    expires_at = int(call.params.get("expires_at", call.now + _LONGEST))
    if expires_at < call.now + _SHORTEST - 60:  # a minute for the clocks and the way
        raise invalid(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", "expires_at"
        )
    if expires_at > call.now + _LONGEST + 60:
        raise invalid(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", "expires_at"
        )
    return expires_at


def _method_types(call: Call, mode: str, currency: str | None) -> list[str]:
    given: list[str] = call.params.get("payment_method_types", [])
    if given:
        debit = DEBIT_TYPES.get(currency or "")
        for index, kind in enumerate(given):
            if kind not in ("card", "link", debit):
                raise invalid(
                    f"The payment method type provided: {kind} is invalid for {currency}.",
                    f"payment_method_types[{index}]",
                )
        return given
    debits = [DEBIT_TYPES[currency]] if mode == "payment" and currency in DEBIT_TYPES else []
    return ["card", *debits]


def _who(call: Call, mode: str) -> Json:
    if "customer" in call.params and "customer_email" in call.params:
        raise invalid("You may only specify one of these parameters: customer, customer_email.", "customer")
    customer = call.given("customer", "customer") or {"id": None, "email": call.params.get("customer_email")}
    creation = call.params.get("customer_creation", "if_required" if mode == "payment" else None)
    details = {"address": None, "email": customer["email"], "name": customer.get("name"), "phone": None}
    details |= {"tax_exempt": "none", "tax_ids": None, "business_name": None, "individual_name": None}
    return {
        "customer": customer["id"],
        "customer_email": call.params.get("customer_email"),
        "customer_creation": None if customer["id"] else creation,
        "customer_details": details if customer["email"] else None,
    }


def _add_up(session: Json, lines: list[Json]) -> None:
    total = sum(line["amount_total"] for line in lines)
    session |= {"amount_subtotal": total, "amount_total": total}
    session["total_details"] = {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0}
    try:
        check_amount(total, session["currency"], param="line_items")
    except ApiError as error:
        if error.facts.get("code") != "amount_too_small":
            raise
        message = (
            f"The Checkout Session's total amount due must add up to {error.message.removeprefix('Amount must be ')}"
        )
        raise invalid(message, "line_items", "amount_too_small") from error


def retrieve(call: Call, object_id: str) -> Json:
    return call.get("checkout.session", object_id)


def update(call: Call, object_id: str) -> Json:
    session = call.get("checkout.session", object_id)
    if "metadata" in call.params:
        session["metadata"] = merge_metadata(session["metadata"], call.params["metadata"])
    return call.save(session)


def expire(call: Call, object_id: str) -> Json:
    session = call.get("checkout.session", object_id)
    if session["status"] != "open":
        raise invalid('Only Checkout Sessions with a status in ["open"] can be expired.')
    return expire_now(call, session)


def expire_now(call: Call, session: Json) -> Json:
    session |= {"status": "expired", "url": None, "_due": None}
    if intent_id := session["payment_intent"]:
        payment_intents.cancel_intent(call, call.get("payment_intent", intent_id), "expired")
    call.save(session)
    call.emit("checkout.session.expired", session)
    return session


def list_lines(call: Call, object_id: str) -> Json:
    return page(call, list(reversed(call.get("checkout.session", object_id)["_line_items"]["data"])))


_FILTERS = ("customer", "customer_details", "payment_intent", "subscription", "status")
_PATH = "/v1/checkout/sessions"
ROUTES = [
    Route("POST", _PATH, create, "checkout.SessionCreateParams"),
    Route("GET", _PATH, listing("checkout.session", *_FILTERS), "checkout.SessionListParams"),
    Route("GET", _PATH + "/{object_id}", retrieve, "checkout.SessionRetrieveParams"),
    Route("POST", _PATH + "/{object_id}", update, "checkout.SessionUpdateParams"),
    Route("POST", _PATH + "/{object_id}/expire", expire, "checkout.SessionExpireParams"),
    Route("GET", _PATH + "/{object_id}/line_items", list_lines, "checkout.SessionListLineItemsParams"),
]
