"""Payment methods: cards and bank debits, created, attached to customers, listed."""

from typing import Any

from billing.gateway.standin.call import Call, merge_metadata
from billing.gateway.standin.cards import (
    CARDS,
    DEBIT_TYPES,
    DEBITS,
    NAMED,
    NAMED_DEBITS,
    NOT_A_TEST_CARD,
    Decline,
    TestCard,
    passes_luhn,
)
from billing.gateway.standin.errors import ApiError, Json, invalid, missing_param
from billing.gateway.standin.lists import page
from billing.gateway.standin.routing import Route, retrieving

NO_ADDRESS = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))


def create(call: Call) -> Json:
    kind = call.params.get("type", "")
    if kind == "card":
        return call.save(_from_card_params(call))
    if kind in DEBIT_TYPES.values():
        account = call.params.get(kind, {}).get("account_number") or call.params.get(kind, {}).get("iban", "")
        return call.save(new_debit(call, kind, account, billing=call.params.get("billing_details")))
    raise missing_param("type") if not kind else invalid(f"Invalid type: {kind} is not enabled here.", "type")


def _from_card_params(call: Call) -> Json:
    card = call.params.get("card")
    if card is None:
        raise missing_param("card")
    if named := card.get("token"):
        card = {**card, "number": NAMED.get(named.replace("tok_", "pm_card_"), ""), "exp_month": 12, "exp_year": 2034}
    for name in ("number", "exp_month", "exp_year"):
        if name not in card:
            raise missing_param(f"card[{name}]")
    test_card = look_up(card["number"])
    method = new_card(call, test_card, (card["exp_month"], card["exp_year"]))
    method["metadata"] = call.params.get("metadata", {})
    method["billing_details"] = billing_details(call.params.get("billing_details"))
    return method


def look_up(number: str) -> TestCard:
    """The test card with this number; any other number is refused as Stripe refuses it in test mode."""
    digits = number.replace(" ", "").replace("-", "")
    if digits in CARDS:
        return CARDS[digits]
    if not digits.isdigit() or not passes_luhn(digits):
        raise declined(Decline("incorrect_number", "Your card number is incorrect."), param="number")
    raise declined(NOT_A_TEST_CARD)


def declined(decline: Decline, **facts: Any) -> ApiError:
    return ApiError(
        decline.message, status=402, kind="card_error", code=decline.code, decline_code=decline.decline_code, **facts
    )


def new_card(call: Call, card: TestCard, expiry: tuple[int, int]) -> Json:
    details: Json = {
        "brand": card.brand,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": card.country,
        "display_brand": card.brand,
        "exp_month": expiry[0],
        "exp_year": expiry[1],
        "fingerprint": f"fp{card.number[-4:]}{card.number[:10]}",
        "funding": card.funding,
        "generated_from": None,
        "last4": card.number[-4:],
        "networks": {"available": [card.brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }
    return call.new(
        "payment_method",
        type="card",
        card=details,
        allow_redisplay="unspecified",
        billing_details=billing_details(None),
        _card=card.number,
    )


def new_debit(call: Call, kind: str, account_number: str, *, billing: Json | None = None) -> Json:
    if account_number not in DEBITS:
        known = ", ".join(DEBITS)
        raise invalid(f"You must use a test bank account number: {known}.", f"{kind}[account_number]")
    details: Json = {"last4": account_number[-4:], "fingerprint": f"fp{account_number}", "bank_name": "TEST BANK"}
    if kind == "us_bank_account":
        details |= {"account_type": "checking", "account_holder_type": "individual", "routing_number": "110000000"}
    return call.new(
        "payment_method",
        type=kind,
        allow_redisplay="unspecified",
        billing_details=billing_details(billing),
        _debit=account_number,
        **{kind: details},
    )


def billing_details(given: Json | None) -> Json:
    details: Json = {"address": dict(NO_ADDRESS), "email": None, "name": None, "phone": None, "tax_id": None}
    return {**details, **(given or {}), "address": {**NO_ADDRESS, **((given or {}).get("address") or {})}}


def named(call: Call, method_id: str, param: str = "payment_method") -> Json:
    """The payment method with this id; Stripe's ready-made ones (pm_card_visa) become one when first used."""
    if method_id in NAMED:
        return call.save(new_card(call, CARDS[NAMED[method_id]], (12, 2034)))
    if method_id in NAMED_DEBITS:
        return call.save(new_debit(call, "us_bank_account", NAMED_DEBITS[method_id]))
    return call.get("payment_method", method_id, param=param)


def update(call: Call, object_id: str) -> Json:
    method = call.get("payment_method", object_id)
    if "metadata" in call.params:
        method["metadata"] = merge_metadata(method["metadata"], call.params["metadata"])
    if "billing_details" in call.params:
        method["billing_details"] = billing_details({**method["billing_details"], **call.params["billing_details"]})
    if "allow_redisplay" in call.params:
        method["allow_redisplay"] = call.params["allow_redisplay"]
    for name, value in (call.params.get("card") or {}).items():
        method["card"][name] = value
    call.emit("payment_method.updated", method)
    return call.save(method)


def attach(call: Call, object_id: str) -> Json:
    customer = call.given("customer", "customer")
    if customer is None:
        raise missing_param("customer")
    method = named(call, object_id, param="")
    if CARDS.get(method.get("_card", ""), CARDS["4242424242424242"]).decline and _declines_setup(method):
        raise declined(CARDS[method["_card"]].decline or Decline("card_declined", "Your card was declined."))
    return attach_to(call, method, customer["id"])


def _declines_setup(method: Json) -> bool:
    card = CARDS.get(method.get("_card", ""))
    return card is not None and card.decline is not None and card.declines_setup


def attach_to(call: Call, method: Json, customer_id: str) -> Json:
    if method["customer"] == customer_id:
        return method
    if method["customer"]:
        raise invalid("The payment method you provided has already been attached to a customer.", "payment_method")
    method["customer"] = customer_id
    call.save(method)
    call.emit("payment_method.attached", method)
    return method


def detach(call: Call, object_id: str) -> Json:
    method = call.get("payment_method", object_id)
    if method["customer"] is None:
        raise invalid("The payment method you provided is not attached to a customer so detachment is impossible.")
    previous, method["customer"] = method["customer"], None
    call.save(method)
    call.emit("payment_method.detached", method, {"customer": previous})
    return method


def listed(call: Call, customer_id: str | None = None) -> Json:
    owner = customer_id or call.params.get("customer")
    if owner is None:
        return page(call, [])
    call.get("customer", owner, param=None if customer_id else "customer")
    wanted = {"type": call.params["type"]} if "type" in call.params else {}
    return page(call, call.select("payment_method", customer=owner, **wanted))


def of_customer(call: Call, customer_id: str, object_id: str) -> Json:
    method = call.get("payment_method", object_id)
    if method["customer"] != customer_id:
        raise ApiError(f"No such PaymentMethod: '{object_id}'", status=404, code="resource_missing", param="id")
    return method


ROUTES = [
    Route("POST", "/v1/payment_methods", create, "PaymentMethodCreateParams"),
    Route("GET", "/v1/payment_methods", listed, "PaymentMethodListParams"),
    Route("GET", "/v1/payment_methods/{object_id}", retrieving("payment_method"), "PaymentMethodRetrieveParams"),
    Route("POST", "/v1/payment_methods/{object_id}", update, "PaymentMethodUpdateParams"),
    Route("POST", "/v1/payment_methods/{object_id}/attach", attach, "PaymentMethodAttachParams"),
    Route("POST", "/v1/payment_methods/{object_id}/detach", detach, "PaymentMethodDetachParams"),
    Route("GET", "/v1/customers/{customer_id}/payment_methods", listed, "CustomerPaymentMethodListParams"),
    Route(
        "GET",
        "/v1/customers/{customer_id}/payment_methods/{object_id}",
        of_customer,
        "CustomerPaymentMethodRetrieveParams",
    ),
]
