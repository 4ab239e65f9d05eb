"""Products and prices, those a platform keeps and those a checkout makes up on the spot."""

from decimal import Decimal
from typing import Any

from billing.gateway.standin.call import Call, merge_metadata
from billing.gateway.standin.currency import supported
from billing.gateway.standin.errors import Json, invalid, missing_param, refuse_unsupported
from billing.gateway.standin.routing import Route, listing, retrieving

_PRODUCT_FIELDS = ("name", "description", "active", "images", "statement_descriptor", "tax_code", "unit_label", "url")


def create_product(call: Call) -> Json:
    product = new_product(call, call.params)
    if price := call.params.get("default_price_data"):
        product["default_price"] = new_price(call, {**price, "product": product["id"]})["id"]
    call.emit("product.created", product)
    return call.save(product)


def new_product(call: Call, given: Json) -> Json:
    product = call.new("product", active=True, type="service", updated=call.now)
    if "id" in given:
        product["id"] = given["id"]
    _apply_product(product, given)
    return call.save(product)


def _apply_product(product: Json, given: Json) -> None:
    product |= {name: given[name] or None for name in _PRODUCT_FIELDS if name in given and name != "active"}
    product["active"] = given.get("active", product["active"])
    product["images"] = product["images"] or []
    if "metadata" in given:
        product["metadata"] = merge_metadata(product["metadata"], given["metadata"])


def update_product(call: Call, object_id: str) -> Json:
    product = call.get("product", object_id)
    _apply_product(product, call.params)
    if price := call.given("price", "default_price"):
        product["default_price"] = price["id"]
    product["updated"] = call.now
    call.emit("product.updated", product)
    return call.save(product)


def create_price(call: Call) -> Json:
    given: Json = dict(call.params)
    if data := given.pop("product_data", None):
        given["product"] = new_product(call, data)["id"]
    if "product" not in given:
        raise missing_param("product")
    call.get("product", given["product"], param="product")
    price = new_price(call, given)
    call.emit("price.created", price)
    return price


def new_price(call: Call, given: Json, param: str = "unit_amount") -> Json:
    recurring = given.get("recurring")
    refuse_unsupported(given, "tiers", "tiers_mode", "transform_quantity", "currency_options", "custom_unit_amount")
    price = call.new(
        "price",
        active=given.get("active", True),
        billing_scheme="per_unit",
        currency=supported(given["currency"]),
        lookup_key=given.get("lookup_key"),
        metadata=merge_metadata({}, given.get("metadata", {})),
        nickname=given.get("nickname"),
        product=given["product"],
        recurring=_recurring(recurring) if recurring else None,
        tax_behavior=given.get("tax_behavior", "unspecified"),
        type="recurring" if recurring else "one_time",
        **_unit_amount(given, param),
    )
    return call.save(price)


def _unit_amount(given: Json, param: str) -> dict[str, Any]:
    if "unit_amount" in given:
        amount = given["unit_amount"]
    elif "unit_amount_decimal" in given:
        decimal = Decimal(given["unit_amount_decimal"])
        amount = int(decimal)
        if decimal != amount:
            raise invalid("The stand-in does not support fractions of the smallest unit.", "unit_amount_decimal")
    else:
        raise missing_param(param)
    if amount < 0:
        raise invalid("This value must be greater than or equal to 0.", param, "parameter_invalid_integer")
    return {"unit_amount": amount, "unit_amount_decimal": str(amount)}


def _recurring(given: Json) -> Json:
    return {
        "interval": given["interval"],
        "interval_count": given.get("interval_count", 1),
        "meter": None,
        "trial_period_days": given.get("trial_period_days"),
        "usage_type": given.get("usage_type", "licensed"),
    }


def update_price(call: Call, object_id: str) -> Json:
    price = call.get("price", object_id)
    for name in ("active", "nickname", "lookup_key", "tax_behavior"):
        if name in call.params:
            price[name] = call.params[name]
    if "metadata" in call.params:
        price["metadata"] = merge_metadata(price["metadata"], call.params["metadata"])
    call.emit("price.updated", price)
    return call.save(price)


def priced(call: Call, given: Json, param: str) -> Json:
    """The price that a line names or describes; `param` says where the line stands."""
    if "price" in given:
        return call.get("price", given["price"], param=f"{param}[price]")
    data = given.get("price_data")
    if data is None:
        raise invalid(
            "You must specify either `price` or `price_data` when creating a line item.", param, "parameter_missing"
        )
    return new_price(call, {**data, "product": _product_of(call, data, param)}, f"{param}[price_data][unit_amount]")


def _product_of(call: Call, data: Json, param: str) -> str:
    if "product" in data:
        return str(call.get("product", data["product"], param=f"{param}[price_data][product]")["id"])
    if "product_data" in data:
        return str(new_product(call, {**data["product_data"], "active": False})["id"])
    raise missing_param(f"{param}[price_data][product_data]")


ROUTES = [
    Route("POST", "/v1/products", create_product, "ProductCreateParams"),
    Route("GET", "/v1/products", listing("product", "active"), "ProductListParams"),
    Route("GET", "/v1/products/{object_id}", retrieving("product"), "ProductRetrieveParams"),
    Route("POST", "/v1/products/{object_id}", update_product, "ProductUpdateParams"),
    Route("POST", "/v1/prices", create_price, "PriceCreateParams"),
    Route("GET", "/v1/prices", listing("price", "product", "active", "type", "currency"), "PriceListParams"),
    Route("GET", "/v1/prices/{object_id}", retrieving("price"), "PriceRetrieveParams"),
    Route("POST", "/v1/prices/{object_id}", update_price, "PriceUpdateParams"),
]
