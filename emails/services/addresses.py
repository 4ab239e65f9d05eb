"""What may stand in a header: one plain address, one line of text."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from emails.errors import AddressRefused

_valid = EmailValidator()


def one_address(text: str) -> str:
    """Return exactly one plain address; raises AddressRefused for anything else, quoted or with controls included."""
    address = text.strip(" ")
    try:
        _valid(address)
    except ValidationError as error:
        raise AddressRefused(address=one_line(text)[:80]) from error
    if '"' in address or any(_is_control(character) for character in address):
        raise AddressRefused(address=one_line(text)[:80])
    return address


def one_line(text: str) -> str:
    """Return text without line breaks, control and direction-changing characters, and with single spaces."""
    return " ".join("".join(" " if _is_control(character) else character for character in text).split())


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Cs"}
