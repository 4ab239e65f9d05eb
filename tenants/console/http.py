"""What a view of the console may count on."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from tenants.console.models import Operator
from tenants.console.sessions import ConsoleSession


class ConsoleRequest(HttpRequest):
    """A request on the console's host; ``operator`` has passed the second factor, ``half_way`` only the password."""

    operator: Operator | None
    half_way: Operator | None
    htmx: HtmxDetails
    session: ConsoleSession


class OperatorRequest(ConsoleRequest):
    """Behind ``@operators``."""

    operator: Operator


class HalfWayRequest(ConsoleRequest):
    """Behind ``@half_way``."""

    half_way: Operator
