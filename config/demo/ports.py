"""Ports of this machine that nobody listens at."""

import errno
import socket
from collections.abc import Callable

TRIES = 100


def free_port(preferred: int, *, purpose: str, avoid: frozenset[int], say: Callable[[str], None]) -> int:
    """The preferred port or the next free one after it, which is said."""
    for port in range(preferred, preferred + TRIES):
        if port not in avoid and not is_taken(port):
            if port != preferred:
                say(f"Port {preferred} is taken; {purpose} uses {port}.")
            return port
    raise OSError(errno.EADDRINUSE, f"No port from {preferred} to {preferred + TRIES - 1} is free for {purpose}")


def is_taken(port: int) -> bool:
    """In either family: a browser that is told localhost may try ::1 first, and would meet a stranger there."""
    return _cannot_bind(socket.AF_INET, "127.0.0.1", port) or _cannot_bind(socket.AF_INET6, "::1", port)


def _cannot_bind(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the servers themselves do
            probe.bind((host, port))
    except OSError as error:
        return error.errno in {errno.EADDRINUSE, errno.EACCES}  # Anything else: the machine has no such family.
    return False
