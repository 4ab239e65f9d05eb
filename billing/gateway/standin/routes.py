"""Every address of the API that this server answers."""

from .resources import (
    accounts,
    balance,
    catalogue,
    charges,
    customers,
    disputes,
    events,
    invoices,
    methods,
    payment_intents,
    refunds,
    sessions,
    setup_intents,
    subscriptions,
)
from .routing import Route

_MODULES = (
    accounts,
    balance,
    catalogue,
    charges,
    customers,
    disputes,
    events,
    invoices,
    methods,
    payment_intents,
    refunds,
    sessions,
    setup_intents,
    subscriptions,
)
ROUTES: list[Route] = [route for module in _MODULES for route in module.ROUTES]
