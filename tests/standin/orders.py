"""Orders that the tests pay for."""

from typing import Any


def line(amount: int = 1250, currency: str = "eur", quantity: int = 1, name: str = "Lawn <mowing>") -> dict[str, Any]:
    price = {"currency": currency, "unit_amount": amount, "product_data": {"name": name, "description": "June"}}
    return {"quantity": quantity, "price_data": price}


def order(**more: Any) -> dict[str, Any]:
    return {
        "mode": "payment",
        "line_items": [line()],
        "success_url": "http://shop.example/paid?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://shop.example/cart",
        **more,
    }
