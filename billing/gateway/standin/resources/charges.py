"""Charges: one try to take money, and what became of it."""

from typing import Any

from billing.gateway.standin.call import Call, merge_metadata
from billing.gateway.standin.currency import fee
from billing.gateway.standin.errors import Json
from billing.gateway.standin.lists import whole
from billing.gateway.standin.routing import Route, listing, retrieving

from . import balance

_CHECKS = {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"}


def new_charge(call: Call, intent: Json, method: Json, **fields: Any) -> Json:
    """A charge of the intent's amount with this method; `status` says how it went."""
    charge = call.new(
        "charge",
        amount=intent["amount"],
        currency=intent["currency"],
        application_fee_amount=intent["application_fee_amount"],
        billing_details=method["billing_details"],
        calculated_statement_descriptor="MANGO TEST",
        customer=intent["customer"],
        description=intent["description"],
        fraud_details={},
        metadata=dict(intent["metadata"]),
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details=_method_details(method, intent["amount"]),
        receipt_email=intent["receipt_email"],
        statement_descriptor_suffix=intent["statement_descriptor_suffix"],
        transfer_group=intent["transfer_group"],
        **fields,
    )
    charge["refunds"] = whole([], f"/v1/charges/{charge['id']}/refunds")
    charge["receipt_url"] = f"{call.base_url}/receipts/{charge['id']}" if charge["status"] != "failed" else None
    charge["outcome"] = _outcome(charge)
    return call.save(charge)


def _method_details(method: Json, amount: int) -> Json:
    kind = method["type"]
    if kind != "card":
        return {"type": kind, kind: dict(method[kind])}
    card = {name: method["card"][name] for name in ("brand", "country", "exp_month", "exp_year", "fingerprint")}
    card |= {name: method["card"][name] for name in ("funding", "last4", "regulated_status")}
    unavailable = {"status": "unavailable"}
    return {
        "type": "card",
        "card": {
            **card,
            "amount_authorized": amount,
            "authorization_code": None,
            "checks": dict(_CHECKS),
            "extended_authorization": {"status": "disabled"},
            "incremental_authorization": dict(unavailable),
            "installments": None,
            "mandate": None,
            "multicapture": dict(unavailable),
            "network": card["brand"],
            "network_token": {"used": False},
            "network_transaction_id": None,
            "overcapture": {"maximum_amount_capturable": amount, "status": "unavailable"},
            "three_d_secure": None,
            "transaction_link_id": None,
            "wallet": None,
        },
    }


def _outcome(charge: Json) -> Json:
    failed = charge["status"] == "failed"
    return {
        "advice_code": "try_again_later" if failed else None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "declined_by_network" if failed else "approved_by_network",
        "reason": charge["failure_code"],
        "risk_level": "normal",
        "seller_message": "The bank did not complete the charge." if failed else "Payment complete.",
        "type": "issuer_declined" if failed else "authorized",
    }


def settle(call: Call, charge: Json, amount: int) -> Json:
    """Take this much of it into the account's balance, less the fees."""
    fees = [("stripe_fee", fee(amount, charge["currency"]), "Stripe processing fees")]
    if charge["application_fee_amount"]:
        fees.append(("application_fee", charge["application_fee_amount"], "Application fee"))
    kind = "charge" if charge["payment_method_details"]["type"] == "card" else "payment"
    charge |= {"status": "succeeded", "paid": True, "captured": True, "amount_captured": amount}
    charge["balance_transaction"] = balance.book(call, charge, kind, amount, fees=fees)["id"]
    return call.save(charge)


def update(call: Call, object_id: str) -> Json:
    charge = call.get("charge", object_id)
    if "metadata" in call.params:
        charge["metadata"] = merge_metadata(charge["metadata"], call.params["metadata"])
    for name in ("description", "receipt_email", "transfer_group", "fraud_details", "shipping"):
        if name in call.params:
            charge[name] = call.params[name]
    call.emit("charge.updated", charge)
    return call.save(charge)


ROUTES = [
    Route("GET", "/v1/charges", listing("charge", "customer", "payment_intent", "transfer_group"), "ChargeListParams"),
    Route("GET", "/v1/charges/{object_id}", retrieving("charge"), "ChargeRetrieveParams"),
    Route("POST", "/v1/charges/{object_id}", update, "ChargeUpdateParams"),
]
