"""Refunds: money back to the customer, never more than was captured and not yet refunded."""

from billing.gateway.standin.call import Call, merge_metadata
from billing.gateway.standin.cards import CARDS
from billing.gateway.standin.currency import words
from billing.gateway.standin.errors import Json, invalid, no_such
from billing.gateway.standin.lists import page, whole
from billing.gateway.standin.routing import Route, listing, retrieving

from . import balance

_SETTLES_SECONDS = 60


def create(call: Call) -> Json:
    charge = _charge(call)
    amount = _amount(call, charge)
    method = call.get("payment_method", charge["payment_method"])
    card = CARDS.get(method.get("_card", ""))
    ends = card.refunds if card else "pending"
    refund = call.new(
        "refund",
        amount=amount,
        charge=charge["id"],
        currency=charge["currency"],
        destination_details=_destination(charge),
        metadata=merge_metadata({}, call.params.get("metadata", {})),
        payment_intent=charge["payment_intent"],
        reason=call.params.get("reason"),
        status="pending" if ends == "pending" else "succeeded",
        customer=None,
    )
    if ends != "succeeded":
        refund |= {"_due": call.now + _SETTLES_SECONDS, "_ends": "failed" if ends == "failed" else "succeeded"}
    kind = "refund" if card else "payment_refund"
    refund["balance_transaction"] = balance.book(call, refund, kind, -amount, description="REFUND FOR CHARGE")["id"]
    call.save(refund)
    _note_on_charge(call, charge, amount)
    call.emit("refund.created", refund)
    return refund


def _charge(call: Call) -> Json:
    if charge := call.given("charge", "charge"):
        return charge
    intent = call.given("payment_intent", "payment_intent")
    if intent is None:
        raise invalid("One of the following params should be provided for this request: payment_intent or charge.")
    if not intent["latest_charge"] or intent["status"] != "succeeded":
        raise invalid(f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.")
    return call.get("charge", intent["latest_charge"])


def _amount(call: Call, charge: Json) -> int:
    if not charge["captured"]:
        raise invalid(f"Charge {charge['id']} has no captured amount to refund.", code="charge_not_refundable")
    if charge["disputed"]:
        raise invalid(f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed")
    rest = charge["amount_captured"] - charge["amount_refunded"]
    if rest == 0:
        raise invalid(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount: int = call.params.get("amount", rest)
    if amount < 1:
        raise invalid("Invalid positive integer", "amount", "parameter_invalid_integer")
    if amount > rest:
        raise invalid(
            f"Refund amount ({words(amount, charge['currency'])}) is greater than unrefunded amount on charge"
            f" ({words(rest, charge['currency'])})",
            "amount",
        )
    return amount


def _destination(charge: Json) -> Json:
    kind = charge["payment_method_details"]["type"]
    if kind != "card":
        return {"type": kind, kind: {}}
    return {
        "type": "card",
        "card": {"reference_status": "pending", "reference_type": "reference_number", "type": "refund"},
    }


def _note_on_charge(call: Call, charge: Json, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    refunds = call.select("refund", charge=charge["id"])
    charge["refunds"] = whole(list(reversed(refunds)), charge["refunds"]["url"])
    call.save(charge)
    call.emit("charge.refunded" if amount > 0 else "charge.refund.updated", charge)


def settle(call: Call, refund: Json) -> None:
    """The bank's answer to a refund that was on its way."""
    refund |= {"_due": None, "status": refund["_ends"]}
    if refund["status"] == "failed":
        give_back(call, refund, "refund_failure")
        refund["failure_reason"] = "expired_or_canceled_card"
        call.emit("refund.failed", refund)
    call.save(refund)
    call.emit("refund.updated", refund)


def give_back(call: Call, refund: Json, kind: str) -> None:
    charge = call.get("charge", refund["charge"])
    refund["failure_balance_transaction"] = balance.book(call, refund, kind, refund["amount"])["id"]
    call.save(refund)
    _note_on_charge(call, charge, -refund["amount"])


def update(call: Call, object_id: str) -> Json:
    refund = call.get("refund", object_id)
    if "metadata" in call.params:
        refund["metadata"] = merge_metadata(refund["metadata"], call.params["metadata"])
    call.emit("refund.updated", refund)
    return call.save(refund)


def cancel(call: Call, object_id: str) -> Json:
    refund = call.get("refund", object_id)
    if refund["status"] != "pending":
        raise invalid(f"Refund {object_id} cannot be canceled because it is {refund['status']}.")
    refund |= {"_due": None, "status": "canceled"}
    give_back(call, refund, "payment_refund")
    call.emit("refund.updated", refund)
    return refund


def of_charge(call: Call, charge_id: str) -> Json:
    return page(call, call.select("refund", charge=call.get("charge", charge_id)["id"]))


def one_of_charge(call: Call, charge_id: str, object_id: str) -> Json:
    refund = call.get("refund", object_id)
    if refund["charge"] != charge_id:
        raise no_such("refund", object_id)
    return refund


ROUTES = [
    Route("POST", "/v1/refunds", create, "RefundCreateParams"),
    Route("GET", "/v1/refunds", listing("refund", "charge", "payment_intent"), "RefundListParams"),
    Route("GET", "/v1/refunds/{object_id}", retrieving("refund"), "RefundRetrieveParams"),
    Route("POST", "/v1/refunds/{object_id}", update, "RefundUpdateParams"),
    Route("POST", "/v1/refunds/{object_id}/cancel", cancel, "RefundCancelParams"),
    Route("GET", "/v1/charges/{charge_id}/refunds", of_charge, "ChargeListRefundsParams"),
    Route("GET", "/v1/charges/{charge_id}/refunds/{object_id}", one_of_charge, "ChargeRetrieveRefundParams"),
]
