"""How a number is written: a pattern such as ``INV-{year}-{number:04}``, filled in with what is known at issue."""

import re
from datetime import date

from billing.errors.invoices import PatternInvalid, PatternWithoutNumber, PatternWithoutYear

_FIELD = re.compile(r"\{(?:(?P<name>year|month)|number(?::0?(?P<width>[1-9]))?)\}")
_ALLOWED = re.compile(r"[\w./\- ]*")


def check_pattern(pattern: str, *, is_reset_yearly: bool) -> None:
    """Raise PatternInvalid, PatternWithoutNumber, or PatternWithoutYear where numbers begin anew each year."""
    if not _ALLOWED.fullmatch(_FIELD.sub("", pattern)):
        raise PatternInvalid(pattern=pattern)
    if sum(field["name"] is None for field in _FIELD.finditer(pattern)) != 1:
        raise PatternWithoutNumber
    if is_reset_yearly and "{year}" not in pattern:
        raise PatternWithoutYear


def written(pattern: str, *, number: int, on: date) -> str:
    """Fill a checked pattern in."""

    def value(field: re.Match[str]) -> str:
        if field["name"]:
            return f"{on.year:04}" if field["name"] == "year" else f"{on.month:02}"
        return f"{number:0{field['width'] or 1}}"

    return _FIELD.sub(value, pattern)


def are_alike(one: str, other: str) -> bool:
    """Say whether two patterns differ at most in how many digits a number has, so that they could write the same."""
    bare = [_FIELD.sub(lambda field: f"{{{field['name'] or 'number'}}}", pattern) for pattern in (one, other)]
    return bare[0] == bare[1]
