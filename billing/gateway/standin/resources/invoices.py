"""Stripe's own invoices, as the platform's subscriptions make them."""

from billing.gateway.standin import payments
from billing.gateway.standin.call import Call
from billing.gateway.standin.errors import ApiError, Json, invalid
from billing.gateway.standin.lists import page, whole
from billing.gateway.standin.routing import Route, listing, retrieving

from . import methods, payment_intents


def new_invoice(call: Call, subscription: Json, reason: str) -> Json:
    """Finalized and open: one line per item of the subscription."""
    customer = call.get("customer", subscription["customer"])
    merchant = call.merchant()
    invoice = call.new(
        "invoice",
        account_country=merchant.get("country"),
        account_name=(merchant.get("business_profile") or {}).get("name"),
        auto_advance=True,
        billing_reason=reason,
        collection_method=subscription["collection_method"],
        currency=subscription["currency"],
        customer=customer["id"],
        customer_email=customer["email"],
        customer_name=customer["name"],
        customer_tax_exempt="none",
        customer_tax_ids=[],
        default_payment_method=subscription["default_payment_method"],
        effective_at=call.now,
        parent={
            "quote_details": None,
            "subscription_details": {"metadata": subscription["metadata"], "subscription": subscription["id"]},
            "type": "subscription_details",
        },
        status="open",
        subscription=subscription["id"],
        total_discount_amounts=[],
    )
    number = customer["next_invoice_sequence"]
    call.save({**customer, "next_invoice_sequence": number + 1})
    invoice["number"] = f"{customer['invoice_prefix']}-{number:04}"
    invoice["issuer"]["type"] = "self"
    invoice["status_transitions"]["finalized_at"] = call.now
    _add_lines(call, invoice, subscription["items"]["data"])
    call.save(invoice)
    call.emit("invoice.created", invoice)
    call.emit("invoice.finalized", invoice)
    return invoice


def _add_lines(call: Call, invoice: Json, items: list[Json]) -> None:
    lines = [_line(call, invoice, item) for item in items]
    total = sum(line["amount"] for line in lines)
    names = ("subtotal", "subtotal_excluding_tax", "total", "total_excluding_tax", "amount_due", "amount_remaining")
    invoice |= dict.fromkeys(names, total)
    invoice["lines"] = whole(lines, f"/v1/invoices/{invoice['id']}/lines")
    invoice |= {"period_start": lines[0]["period"]["start"], "period_end": lines[0]["period"]["end"]}


def _line(call: Call, invoice: Json, item: Json) -> Json:
    price = item["price"]
    amount = price["unit_amount"] * item["quantity"]
    product = call.get("product", price["product"])
    details = {"invoice_item": None, "proration": False, "proration_details": {"credited_items": None}}
    details |= {"subscription": item["subscription"], "subscription_item": item["id"]}
    pricing = {"type": "price_details", "unit_amount_decimal": price["unit_amount_decimal"]}
    return call.new(
        "line_item",
        amount=amount,
        subtotal=amount,
        currency=price["currency"],
        description=f"{item['quantity']} x {product['name']}",
        discount_amounts=[],
        discountable=True,
        invoice=invoice["id"],
        parent={
            "invoice_item_details": None,
            "subscription_item_details": details,
            "type": "subscription_item_details",
        },
        period={"start": item["current_period_start"], "end": item["current_period_end"]},
        pricing={**pricing, "price_details": {"price": price["id"], "product": price["product"]}},
        quantity=item["quantity"],
        quantity_decimal=str(item["quantity"]),
        subscription=item["subscription"],
        taxes=[],
    )


def charge(call: Call, invoice: Json, method: Json) -> None:
    """Take the invoice's amount off-session; a decline is written down and raised."""
    if invoice["amount_due"] == 0:
        mark_paid(call, invoice, None)
        return
    given = {"customer": invoice["customer"], "payment_method_types": ["card"]}
    intent = payment_intents.new_intent(call, invoice["amount_due"], invoice["currency"], given)
    invoice |= {"attempted": True, "attempt_count": invoice["attempt_count"] + 1}
    try:
        payments.confirm(call, intent, method, off_session=True)
    except ApiError:
        call.save(invoice)
        call.emit("invoice.payment_failed", invoice)
        raise
    if intent["status"] == "succeeded":
        mark_paid(call, invoice, intent)


def mark_paid(call: Call, invoice: Json, intent: Json | None) -> None:
    due = invoice["amount_due"]
    invoice |= {"status": "paid", "attempted": True, "amount_paid": due, "amount_remaining": 0}
    invoice["status_transitions"]["paid_at"] = call.now
    if intent:
        payment = call.new("invoice_payment", amount_paid=due, amount_requested=due, currency=invoice["currency"])
        payment |= {"invoice": invoice["id"], "is_default": True, "status": "paid"}
        payment["payment"] = {"type": "payment_intent", "payment_intent": intent["id"]}
        payment["status_transitions"]["paid_at"] = call.now
        call.save(payment)
        invoice["_payments"] = whole([payment], f"/v1/invoice_payments?invoice={invoice['id']}")
    call.save(invoice)
    call.emit("invoice.paid", invoice)
    call.emit("invoice.payment_succeeded", invoice)


def pay(call: Call, object_id: str) -> Json:
    invoice = call.get("invoice", object_id)
    if invoice["status"] != "open":
        raise invalid("Invoice is already paid" if invoice["status"] == "paid" else "This invoice is not open.")
    method_id = call.params.get("payment_method") or invoice["default_payment_method"]
    if not method_id:
        raise invalid("There is no `default_payment_method` set on this Customer or Invoice.", "payment_method")
    charge(call, invoice, methods.named(call, method_id))
    subscription = call.get("subscription", invoice["subscription"])
    if invoice["status"] == "paid" and subscription["status"] in ("incomplete", "past_due"):
        period_end = min(item["current_period_end"] for item in subscription["items"]["data"])
        previous = subscription["status"]
        subscription |= {"status": "active", "_tries": 0, "_due": period_end}
        call.save(subscription)
        call.emit("customer.subscription.updated", subscription, {"status": previous})
    return invoice


def void(call: Call, object_id: str) -> Json:
    invoice = call.get("invoice", object_id)
    if invoice["status"] != "open":
        raise invalid("Only open invoices can be voided.")
    invoice["status"] = "void"
    invoice["status_transitions"]["voided_at"] = call.now
    call.emit("invoice.voided", invoice)
    return call.save(invoice)


def lines(call: Call, object_id: str) -> Json:
    return page(call, list(reversed(call.get("invoice", object_id)["lines"]["data"])))


_PATH = "/v1/invoices/{object_id}"
_PAYMENTS = "/v1/invoice_payments"
ROUTES = [
    Route("GET", "/v1/invoices", listing("invoice", "customer", "subscription", "status"), "InvoiceListParams"),
    Route("GET", _PATH, retrieving("invoice"), "InvoiceRetrieveParams"),
    Route("POST", _PATH + "/pay", pay, "InvoicePayParams"),
    Route("POST", _PATH + "/void", void, "InvoiceVoidInvoiceParams"),
    Route("GET", _PATH + "/lines", lines, "InvoiceLineItemListParams"),
    Route("GET", _PAYMENTS, listing("invoice_payment", "invoice", "status"), "InvoicePaymentListParams"),
    Route("GET", _PAYMENTS + "/{object_id}", retrieving("invoice_payment"), "InvoicePaymentRetrieveParams"),
]
