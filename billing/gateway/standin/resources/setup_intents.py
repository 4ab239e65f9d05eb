"""Setup intents: a card saved for later without paying now."""

from billing.gateway.standin import payments
from billing.gateway.standin.call import Call, merge_metadata
from billing.gateway.standin.cards import CARDS
from billing.gateway.standin.errors import ApiError, Json, invalid
from billing.gateway.standin.routing import Route, listing, retrieving

from . import methods

_OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")


def new_intent(call: Call, given: Json) -> Json:
    intent = call.new(
        "setup_intent",
        automatic_payment_methods=None if given.get("payment_method_types") else {"enabled": True},
        customer=given.get("customer"),
        description=given.get("description"),
        metadata=merge_metadata({}, given.get("metadata", {})),
        payment_method_options={},
        payment_method_types=given.get("payment_method_types") or ["card"],
        status="requires_payment_method",
        usage=given.get("usage", "off_session"),
    )
    intent["client_secret"] = f"{intent['id']}_secret_{intent['id'][-12:]}"
    call.save(intent)
    call.emit("setup_intent.created", intent)
    return intent


def create(call: Call) -> Json:
    call.given("customer", "customer")
    intent = new_intent(call, call.params)
    if "payment_method" in call.params:
        intent["payment_method"] = methods.named(call, call.params["payment_method"])["id"]
        intent["status"] = "requires_confirmation"
    call.save(intent)
    return _confirm(call, intent) if call.params.get("confirm") else intent


def confirm(call: Call, object_id: str) -> Json:
    intent = call.get("setup_intent", object_id)
    _require_open(intent, "confirm")
    return _confirm(call, intent)


def _confirm(call: Call, intent: Json) -> Json:
    given = call.params.get("payment_method") or intent["payment_method"]
    if not given:
        raise invalid("You cannot confirm this SetupIntent because it's missing a payment method.", "payment_method")
    intent["_return_url"] = call.params.get("return_url")
    return set_up(call, intent, methods.named(call, given))


def set_up(call: Call, intent: Json, method: Json, *, is_authenticated: bool = False) -> Json:
    """Try to save the method; a decline is written down and raised."""
    intent |= {"payment_method": method["id"], "next_action": None, "last_setup_error": None}
    card = CARDS.get(method.get("_card", ""))
    if card and not is_authenticated and payments.needs_authentication(card, method):
        return payments.ask_to_authenticate(call, intent)
    if card and card.decline and card.declines_setup:
        raise payments.fail_setup(call, intent, method, card.decline)
    method["_set_up"] = True
    call.save(method)
    if intent["customer"]:
        methods.attach_to(call, method, intent["customer"])
    intent["status"] = "succeeded"
    call.save(intent)
    call.emit("setup_intent.succeeded", intent)
    return intent


def update(call: Call, object_id: str) -> Json:
    intent = call.get("setup_intent", object_id)
    if "metadata" in call.params:
        intent["metadata"] = merge_metadata(intent["metadata"], call.params["metadata"])
    if customer := call.given("customer", "customer"):
        intent["customer"] = customer["id"]
    if "description" in call.params:
        intent["description"] = call.params["description"]
    return call.save(intent)


def cancel(call: Call, object_id: str) -> Json:
    intent = call.get("setup_intent", object_id)
    _require_open(intent, "cancel")
    intent |= {"status": "canceled", "cancellation_reason": call.params.get("cancellation_reason")}
    call.emit("setup_intent.canceled", intent)
    return call.save(intent)


def _require_open(intent: Json, verb: str) -> None:
    if intent["status"] not in _OPEN:
        raise ApiError(
            f"You cannot {verb} this SetupIntent because it has a status of {intent['status']}.",
            code="setup_intent_unexpected_state",
            setup_intent=intent,
        )


ROUTES = [
    Route("POST", "/v1/setup_intents", create, "SetupIntentCreateParams"),
    Route("GET", "/v1/setup_intents", listing("setup_intent", "customer", "payment_method"), "SetupIntentListParams"),
    Route("GET", "/v1/setup_intents/{object_id}", retrieving("setup_intent"), "SetupIntentRetrieveParams"),
    Route("POST", "/v1/setup_intents/{object_id}", update, "SetupIntentUpdateParams"),
    Route("POST", "/v1/setup_intents/{object_id}/confirm", confirm, "SetupIntentConfirmParams"),
    Route("POST", "/v1/setup_intents/{object_id}/cancel", cancel, "SetupIntentCancelParams"),
]
