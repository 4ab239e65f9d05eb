"""Disputes: the customer's bank takes the money back until it is decided."""

from typing import Any

from billing.gateway.standin.call import Call, merge_metadata
from billing.gateway.standin.errors import Json, invalid
from billing.gateway.standin.routing import Route, listing, retrieving

from . import balance

FEE = 1500
_ANSWER_SECONDS = 7 * 24 * 3600
_OPEN = ("needs_response", "under_review", "warning_needs_response", "warning_under_review")
_OVER = ("won", "lost", "warning_closed", "prevented")
_NETWORK_REASON = {"fraudulent": "10.4", "product_not_received": "13.1"}


def open_dispute(
    call: Call, charge: Json, *, reason: str = "fraudulent", amount: int | None = None, is_inquiry: bool = False
) -> Json:
    """The bank disputes a payment, whole unless an amount is given: the money and a fee leave the balance.

    An inquiry asks first and takes nothing.
    """
    if charge["disputed"]:
        raise invalid(f"Charge {charge['id']} has already been disputed.", code="charge_disputed")
    left = charge["amount_captured"] - charge["amount_refunded"]
    if not 1 <= (amount or left) <= left:
        raise invalid(f"Charge {charge['id']} has only {left} left to dispute.", "amount")
    dispute = call.new(
        "dispute",
        amount=amount or left,
        charge=charge["id"],
        currency=charge["currency"],
        payment_intent=charge["payment_intent"],
        is_charge_refundable=False,
        reason=reason,
        status="warning_needs_response" if is_inquiry else "needs_response",
        payment_method_details=_method_details(charge, reason),
    )
    dispute["evidence_details"] |= {"due_by": call.now + _ANSWER_SECONDS, "submission_count": 0}
    charge["disputed"] = True
    call.save(charge)
    if not is_inquiry:
        _withdraw(call, dispute)
    call.save(dispute)
    call.emit("charge.dispute.created", dispute)
    if not is_inquiry:
        call.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def _withdraw(call: Call, dispute: Json) -> None:
    fees = [("stripe_fee", FEE, "Dispute fee")]
    facts: dict[str, Any] = {"description": f"Chargeback withdrawal for {dispute['charge']}", "fees": fees}
    dispute["balance_transactions"].append(balance.book(call, dispute, "adjustment", -dispute["amount"], **facts))


def move(call: Call, dispute: Json, status: str) -> Json:
    """Bring a dispute to any of Stripe's states, as its bank would; money moves when the bank takes it."""
    if status in ("won", "lost"):
        return decide(call, dispute, is_won=status == "won")
    if status == "needs_response" and dispute["status"].startswith("warning_"):
        _withdraw(call, dispute)
    dispute["status"] = status
    call.save(dispute)
    if status == "needs_response" and dispute["balance_transactions"]:
        call.emit("charge.dispute.funds_withdrawn", dispute)
    call.emit("charge.dispute.closed" if status in _OVER else "charge.dispute.updated", dispute)
    return dispute


def _method_details(charge: Json, reason: str) -> Json:
    kind = charge["payment_method_details"]["type"]
    if kind != "card":
        return {"type": kind, kind: {}}
    code = _NETWORK_REASON.get(reason, "13.7")
    brand = charge["payment_method_details"]["card"]["brand"]
    card = {"brand": brand, "case_type": "chargeback", "network_reason_code": code, "network": brand}
    return {"type": "card", "card": card}


def update(call: Call, object_id: str) -> Json:
    """Evidence is kept; submitted, it goes to the bank, which decides by Stripe's magic words."""
    dispute = call.get("dispute", object_id)
    if dispute["status"] not in _OPEN:
        raise invalid("This dispute is already closed.", code="dispute_closed")
    if "metadata" in call.params:
        dispute["metadata"] = merge_metadata(dispute["metadata"], call.params["metadata"])
    if evidence := call.params.get("evidence"):
        dispute["evidence"] |= evidence
        dispute["evidence_details"]["has_evidence"] = True
    call.save(dispute)
    if evidence and call.params.get("submit", True):
        return _submit(call, dispute)
    call.emit("charge.dispute.updated", dispute)
    return dispute


def _submit(call: Call, dispute: Json) -> Json:
    dispute["status"] = "warning_under_review" if dispute["status"].startswith("warning_") else "under_review"
    dispute["evidence_details"]["submission_count"] += 1
    call.save(dispute)
    call.emit("charge.dispute.updated", dispute)
    text = dispute["evidence"]["uncategorized_text"]
    if text in ("winning_evidence", "losing_evidence"):
        return decide(call, dispute, is_won=text == "winning_evidence")
    return dispute


def close(call: Call, object_id: str) -> Json:
    return decide(call, call.get("dispute", object_id), is_won=False)


def decide(call: Call, dispute: Json, *, is_won: bool) -> Json:
    """The bank's last word; won money comes back with its fee."""
    if dispute["status"] not in _OPEN:
        raise invalid("This dispute is already closed.", code="dispute_closed")
    dispute["status"] = "won" if is_won else "lost"
    if is_won:
        facts: dict[str, Any] = {"description": f"Chargeback reversal for {dispute['charge']}"}
        facts["fees"] = [("stripe_fee", -FEE, "Dispute fee refund")]
        facts["category"] = "dispute_reversal"
        dispute["balance_transactions"].append(balance.book(call, dispute, "adjustment", dispute["amount"], **facts))
    call.save(dispute)
    if is_won:
        call.emit("charge.dispute.funds_reinstated", dispute)
    call.emit("charge.dispute.closed", dispute)
    return dispute


ROUTES = [
    Route("GET", "/v1/disputes", listing("dispute", "charge", "payment_intent"), "DisputeListParams"),
    Route("GET", "/v1/disputes/{object_id}", retrieving("dispute"), "DisputeRetrieveParams"),
    Route("POST", "/v1/disputes/{object_id}", update, "DisputeUpdateParams"),
    Route("POST", "/v1/disputes/{object_id}/close", close, "DisputeCloseParams"),
]
