"""Customers of an account."""

from billing.gateway.standin.call import Call, take
from billing.gateway.standin.errors import ApiError, Json
from billing.gateway.standin.lists import page
from billing.gateway.standin.routing import Route

from .methods import NO_ADDRESS

_COPIED = ("description", "email", "name", "phone", "balance", "preferred_locales", "tax_exempt", "shipping")


def create(call: Call) -> Json:
    customer = new_customer(call, call.params)
    return call.save(customer)


def new_customer(call: Call, given: Json) -> Json:
    customer = call.new(
        "customer",
        balance=0,
        delinquent=False,
        next_invoice_sequence=1,
        preferred_locales=[],
        tax_exempt="none",
        invoice_settings={
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
    )
    customer["invoice_prefix"] = customer["id"][-7:].upper()
    _apply(call, customer, given)
    call.save(customer)
    call.emit("customer.created", customer)
    return customer


def _apply(call: Call, customer: Json, given: Json) -> None:
    take(customer, given, *_COPIED)
    if "address" in given:
        customer["address"] = {**NO_ADDRESS, **given["address"]} if given["address"] else None
    settings = given.get("invoice_settings") or {}
    if method_id := settings.get("default_payment_method"):
        call.get("payment_method", method_id, param="invoice_settings[default_payment_method]")
    customer["invoice_settings"] |= settings


def retrieve(call: Call, object_id: str) -> Json:
    return _shown(call.get("customer", object_id))


def _shown(customer: Json) -> Json:
    if customer.get("_deleted"):
        return {"id": customer["id"], "object": "customer", "deleted": True}
    return customer


def update(call: Call, object_id: str) -> Json:
    customer = _living(call, object_id)
    before = dict(customer)
    _apply(call, customer, call.params)
    call.save(customer)
    call.emit("customer.updated", customer, {name: before[name] for name in before if before[name] != customer[name]})
    return customer


def delete(call: Call, object_id: str) -> Json:
    customer = _living(call, object_id)
    customer["_deleted"] = True
    call.save(customer)
    for method in call.select("payment_method", customer=object_id):
        call.save({**method, "customer": None})
    call.emit("customer.deleted", customer)
    return _shown(customer)


def _living(call: Call, object_id: str) -> Json:
    customer = call.get("customer", object_id)
    if customer.get("_deleted"):
        raise ApiError(f"No such customer: '{object_id}'", status=404, code="resource_missing", param="id")
    return customer


def list_customers(call: Call) -> Json:
    wanted = {"email": call.params["email"]} if "email" in call.params else {}
    return page(call, [each for each in call.select("customer", **wanted) if not each.get("_deleted")])


ROUTES = [
    Route("POST", "/v1/customers", create, "CustomerCreateParams"),
    Route("GET", "/v1/customers", list_customers, "CustomerListParams"),
    Route("GET", "/v1/customers/{object_id}", retrieve, "CustomerRetrieveParams"),
    Route("POST", "/v1/customers/{object_id}", update, "CustomerUpdateParams"),
    Route("DELETE", "/v1/customers/{object_id}", delete, "CustomerDeleteParams"),
]
