"""Where a request comes from."""

import ipaddress
from dataclasses import dataclass

from django.http import HttpRequest

_LONGEST_AGENT = 300


@dataclass(frozen=True, slots=True)
class Visitor:
    """The other end of the connection; what a header says about it is not believed."""

    address: str | None
    user_agent: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Visitor":
        return cls(
            _address(request.META.get("REMOTE_ADDR", "")), request.META.get("HTTP_USER_AGENT", "")[:_LONGEST_AGENT]
        )

    @property
    def network(self) -> str:
        """The IPv4 address, or the /64 that one IPv6 subscriber has; a Unix socket's callers share one name."""
        if self.address is None:
            return "local"
        if ipaddress.ip_address(self.address).version == 4:  # noqa: PLR2004 the protocol's own number
            return self.address
        return str(ipaddress.ip_network(f"{self.address}/64", strict=False))


def _address(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:  # a Unix socket has no address
        return None
