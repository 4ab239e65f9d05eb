"""Payment intents over the API: created, confirmed (also off-session), captured, cancelled."""

from typing import Any

from billing.gateway.standin import payments
from billing.gateway.standin.call import Call, merge_metadata
from billing.gateway.standin.currency import check_amount, supported
from billing.gateway.standin.errors import ApiError, Json, invalid
from billing.gateway.standin.routing import Route, listing, retrieving

from . import methods

_COPIED = (
    "application_fee_amount", "capture_method", "confirmation_method", "description", "receipt_email",
    "setup_future_usage", "shipping", "statement_descriptor", "statement_descriptor_suffix", "transfer_group",
    "on_behalf_of", "transfer_data", "payment_method_options",
)  # fmt: skip
_CANCELLABLE = ("requires_payment_method", "requires_confirmation", "requires_action", "requires_capture")
_CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")


def new_intent(call: Call, amount: int, currency: str, given: Json) -> Json:
    """Saved and announced, waiting for a payment method."""
    intent = call.new(
        "payment_intent",
        amount=amount,
        currency=currency,
        amount_details={"tip": {}},
        automatic_payment_methods=None if given.get("payment_method_types") else {"enabled": True},
        capture_method="automatic",
        confirmation_method="automatic",
        payment_method_options={},
        payment_method_types=given.get("payment_method_types") or ["card"],
        status="requires_payment_method",
        customer=given.get("customer"),
        source=None,
    )
    intent["client_secret"] = f"{intent['id']}_secret_{intent['id'][-12:]}"
    _apply(intent, given)
    call.save(intent)
    call.emit("payment_intent.created", intent)
    return intent


def _apply(intent: Json, given: Json) -> None:
    intent |= {name: given[name] for name in _COPIED if name in given}
    if "metadata" in given:
        intent["metadata"] = merge_metadata(intent["metadata"], given["metadata"])


def create(call: Call) -> Json:
    payments.check_open_for_business(call)
    currency = supported(call.params["currency"])
    check_amount(call.params["amount"], currency)
    call.given("customer", "customer")
    if call.params.get("off_session") and not call.params.get("confirm"):
        raise invalid("You can only set `off_session` when `confirm` is true.", "off_session")
    intent = new_intent(call, call.params["amount"], currency, call.params)
    if "payment_method" in call.params or "payment_method_data" in call.params:
        intent["payment_method"] = _method(call, intent)["id"]
        intent["status"] = "requires_confirmation"
    call.save(intent)
    return _confirm(call, intent) if call.params.get("confirm") else intent


def _method(call: Call, intent: Json) -> Json:
    """The method given, or the one the intent has; it must belong to the intent's customer or to nobody."""
    if data := call.params.get("payment_method_data"):
        inner = Call(**{**vars(call), "params": data})
        return methods.create(inner)
    given = call.params.get("payment_method") or intent["payment_method"]
    if not given:
        raise ApiError(
            "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the"
            " PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a"
            " payment method or ConfirmationToken.",
            code="payment_intent_unexpected_state",
        )
    method = methods.named(call, given)
    if method["customer"] and method["customer"] != intent["customer"]:
        raise invalid(
            "The PaymentMethod provided belongs to another customer or the PaymentIntent has no customer."
            " Include the `customer` that owns it.",
            "payment_method",
        )
    return method


def update(call: Call, object_id: str) -> Json:
    intent = call.get("payment_intent", object_id)
    _require(intent, _CONFIRMABLE, "update")
    if "currency" in call.params:
        intent["currency"] = supported(call.params["currency"])
    if "amount" in call.params:
        check_amount(call.params["amount"], intent["currency"])
        intent["amount"] = call.params["amount"]
    if customer := call.given("customer", "customer"):
        intent["customer"] = customer["id"]
    _apply(intent, call.params)
    if "payment_method" in call.params:
        intent |= {"payment_method": _method(call, intent)["id"], "status": "requires_confirmation"}
    return call.save(intent)


def confirm(call: Call, object_id: str) -> Json:
    intent = _own(call, object_id)
    _require(intent, _CONFIRMABLE, "confirm")
    _apply(intent, {name: value for name, value in call.params.items() if name in _COPIED})
    return _confirm(call, intent)


def _confirm(call: Call, intent: Json) -> Json:
    payments.check_open_for_business(call)
    intent["_return_url"] = call.params.get("return_url")
    off_session = bool(call.params.get("off_session"))
    return payments.confirm(call, intent, _method(call, intent), off_session=off_session)


def cancel(call: Call, object_id: str) -> Json:
    intent = _own(call, object_id)
    _require(intent, _CANCELLABLE, "cancel")
    return cancel_intent(call, intent, call.params.get("cancellation_reason"))


def _own(call: Call, object_id: str) -> Json:
    """An intent that no open checkout holds: those are paid or expired through their session."""
    intent = call.get("payment_intent", object_id)
    if "_session" in intent and call.get("checkout.session", intent["_session"])["status"] == "open":
        raise ApiError(
            "This PaymentIntent belongs to an open Checkout Session. Expire the session instead.",
            code="payment_intent_unexpected_state",
        )
    return intent


def cancel_intent(call: Call, intent: Json, reason: str | None) -> Json:
    intent |= {"status": "canceled", "canceled_at": call.now, "cancellation_reason": reason}
    intent |= {"next_action": None, "amount_capturable": 0}
    call.save(intent)
    call.emit("payment_intent.canceled", intent)
    return intent


def capture(call: Call, object_id: str) -> Json:
    intent = call.get("payment_intent", object_id)
    _require(intent, ("requires_capture",), "capture")
    amount: int = call.params.get("amount_to_capture") or intent["amount_capturable"]
    if not 1 <= amount <= intent["amount_capturable"]:
        raise invalid(
            "The provided amount_to_capture is greater than the amount that can be captured.",
            "amount_to_capture",
            "amount_too_large",
        )
    return payments.capture(call, intent, amount)


def _require(intent: Json, statuses: tuple[str, ...], verb: str) -> None:
    if intent["status"] not in statuses:
        facts: dict[str, Any] = {"code": "payment_intent_unexpected_state", "payment_intent": intent}
        raise ApiError(f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}.", **facts)


ROUTES = [
    Route("POST", "/v1/payment_intents", create, "PaymentIntentCreateParams"),
    Route("GET", "/v1/payment_intents", listing("payment_intent", "customer"), "PaymentIntentListParams"),
    Route("GET", "/v1/payment_intents/{object_id}", retrieving("payment_intent"), "PaymentIntentRetrieveParams"),
    Route("POST", "/v1/payment_intents/{object_id}", update, "PaymentIntentUpdateParams"),
    Route("POST", "/v1/payment_intents/{object_id}/confirm", confirm, "PaymentIntentConfirmParams"),
    Route("POST", "/v1/payment_intents/{object_id}/cancel", cancel, "PaymentIntentCancelParams"),
    Route("POST", "/v1/payment_intents/{object_id}/capture", capture, "PaymentIntentCaptureParams"),
]
