"""Paying: what happens between an intent, a payment method and the bank."""

from typing import Any

from .call import Call, shown
from .cards import CARDS, DEBITS, NEEDS_AUTHENTICATION, UNAUTHENTICATED, Decline, TestCard
from .errors import ApiError, Json
from .resources import charges, disputes
from .resources.methods import attach_to, declined

DEBIT_SECONDS = 60  # a bank debit settles by itself after this; Stripe's own take days


def check_open_for_business(call: Call) -> None:
    if call.account != call.platform and not call.merchant().get("charges_enabled"):
        raise ApiError(
            "Your account cannot currently make charges. Finish the onboarding of this account first.",
            code="account_invalid",
        )


def confirm(
    call: Call, intent: Json, method: Json, *, off_session: bool = False, is_authenticated: bool = False
) -> Json:
    """Try the payment; a decline is written down and raised."""
    intent |= {"payment_method": method["id"], "next_action": None, "last_payment_error": None}
    if "_debit" in method:
        return _await_bank(call, intent, method)
    card = CARDS[method["_card"]]
    if not is_authenticated and needs_authentication(card, method):
        if off_session:
            raise fail(call, intent, method, NEEDS_AUTHENTICATION)
        return ask_to_authenticate(call, intent)
    if card.decline is not None:
        raise fail(call, intent, method, card.decline)
    return _succeed(call, intent, method, card)


def needs_authentication(card: TestCard, method: Json) -> bool:
    return card.authentication == "always" or (card.authentication == "unless_set_up" and not method.get("_set_up"))


def ask_to_authenticate(call: Call, intent: Json) -> Json:
    url = f"{call.base_url}/authenticate/{intent['id']}"
    intent["status"] = "requires_action"
    intent["next_action"] = {
        "type": "redirect_to_url",
        "redirect_to_url": {"url": url, "return_url": intent.get("_return_url")},
    }
    call.save(intent)
    call.emit(f"{intent['object']}.requires_action", intent)
    return intent


def _await_bank(call: Call, intent: Json, method: Json) -> Json:
    charge = charges.new_charge(call, intent, method, status="pending")
    intent |= {"status": "processing", "latest_charge": charge["id"], "_due": call.now + DEBIT_SECONDS}
    call.save(intent)
    call.emit("payment_intent.processing", intent)
    call.emit("charge.pending", charge)
    return intent


def settle_debit(call: Call, intent: Json, *, succeeds: bool | None = None) -> Json:
    """The bank's answer to a debit: what the account number stands for, unless told otherwise."""
    charge = call.get("charge", intent["latest_charge"])
    method = call.get("payment_method", intent["payment_method"])
    outcome = DEBITS[method["_debit"]]
    intent["_due"] = None
    if succeeds if succeeds is not None else outcome.failure_code is None:
        charges.settle(call, charge, intent["amount"])
        return _finish(call, intent, charge)
    failure = Decline(outcome.failure_code or "debit_not_authorized", outcome.message or "The bank returned the debit.")
    charge |= {"status": "failed", "failure_code": failure.code, "failure_message": failure.message}
    _mark_failed(call, intent, method, failure, charge=charge)
    return intent


def _succeed(call: Call, intent: Json, method: Json, card: TestCard) -> Json:
    by_card = intent["payment_method_options"].get("card", {}).get("setup_future_usage")
    saves = bool(by_card or intent["setup_future_usage"])
    method["_set_up"] = bool(method.get("_set_up")) or saves
    call.save(method)
    if saves and intent["customer"]:
        attach_to(call, method, intent["customer"])
    if intent["capture_method"] == "manual":
        return _hold(call, intent, method)
    charge = charges.settle(call, charges.new_charge(call, intent, method, status="succeeded"), intent["amount"])
    _finish(call, intent, charge)
    if card.dispute:
        disputes.open_dispute(call, charge, reason=card.dispute)
    return intent


def _hold(call: Call, intent: Json, method: Json) -> Json:
    charge = charges.new_charge(call, intent, method, status="succeeded", paid=True)
    intent |= {"status": "requires_capture", "amount_capturable": intent["amount"], "latest_charge": charge["id"]}
    call.save(intent)
    call.emit("charge.succeeded", charge)
    call.emit("payment_intent.amount_capturable_updated", intent)
    return intent


def capture(call: Call, intent: Json, amount: int) -> Json:
    charge = charges.settle(call, call.get("charge", intent["latest_charge"]), amount)
    intent |= {"status": "succeeded", "amount_capturable": 0, "amount_received": amount}
    call.save(intent)
    call.emit("charge.captured", charge)
    call.emit("payment_intent.succeeded", intent)
    return intent


def _finish(call: Call, intent: Json, charge: Json) -> Json:
    intent |= {"status": "succeeded", "amount_received": intent["amount"], "latest_charge": charge["id"]}
    call.save(intent)
    call.emit("charge.succeeded", charge)
    call.emit("payment_intent.succeeded", intent)
    return intent


def refuse_authentication(call: Call, intent: Json) -> ApiError:
    """The customer did not prove who they are: written down, and the refusal returned."""
    method = call.get("payment_method", intent["payment_method"])
    if intent["object"] == "setup_intent":
        return fail_setup(call, intent, method, UNAUTHENTICATED)
    return fail(call, intent, method, UNAUTHENTICATED)


def fail(call: Call, intent: Json, method: Json, decline: Decline) -> ApiError:
    """Write down a declined payment and return the refusal to raise."""
    charge = None
    if decline is not UNAUTHENTICATED:
        failure = {"failure_code": decline.code, "failure_message": decline.message}
        charge = charges.new_charge(call, intent, method, status="failed", **failure)
    return _mark_failed(call, intent, method, decline, charge=charge)


def _mark_failed(call: Call, intent: Json, method: Json, decline: Decline, *, charge: Json | None) -> ApiError:
    error = _error_facts(decline, method, charge)
    intent |= {"status": "requires_payment_method", "payment_method": None, "next_action": None}
    intent["last_payment_error"] = {**error, "message": decline.message, "type": "card_error"}
    if charge:
        intent["latest_charge"] = charge["id"]
        call.save(charge)
        call.emit("charge.failed", charge)
    call.save(intent)
    call.emit("payment_intent.payment_failed", intent)
    return declined(decline, payment_intent=shown(intent), payment_method=shown(method), **_charge_id(charge))


def fail_setup(call: Call, intent: Json, method: Json, decline: Decline) -> ApiError:
    intent |= {"status": "requires_payment_method", "payment_method": None, "next_action": None}
    error = _error_facts(decline, method, None)
    intent["last_setup_error"] = {**error, "message": decline.message, "type": "card_error"}
    call.save(intent)
    call.emit("setup_intent.setup_failed", intent)
    return declined(decline, setup_intent=shown(intent), payment_method=shown(method))


def _error_facts(decline: Decline, method: Json, charge: Json | None) -> Json:
    facts = {"code": decline.code, "decline_code": decline.decline_code, "payment_method": shown(method)}
    return {**facts, **_charge_id(charge)}


def _charge_id(charge: Json | None) -> dict[str, Any]:
    return {"charge": charge["id"]} if charge else {}
