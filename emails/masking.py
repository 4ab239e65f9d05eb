"""What an operator of the platform may see of an address: enough to tell a typing mistake, not who it is."""

import re

_ADDRESS = re.compile(r"[^\s<>@\"'(),;:]+@([A-Za-z0-9.-]+)")


def masked(text: str) -> str:
    """Return a text with the local part of every e-mail address in it hidden: ``c…@example.com``."""
    return _ADDRESS.sub(lambda found: f"{found[0][0]}…@{found[1]}", text)
