"""Stripe's form encoding: `a[b][0]=c` becomes {"a": {"b": {"0": "c"}}}; what is a list, the typed parameters say."""

import re
from typing import Any
from urllib.parse import parse_qsl

from .errors import RefusedParamsError

_KEY = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")
_PART = re.compile(r"\[([^\[\]]*)\]")

Form = dict[str, Any]


def decode(text: str) -> Form:
    form: Form = {}
    for key, value in parse_qsl(text, keep_blank_values=True):
        match = _KEY.match(key)
        if match is None:
            raise RefusedParamsError(f"Invalid parameter name: {key}", param=key)
        _put(form, [match[1], *_PART.findall(match[2])], value, key)
    return form


def _put(form: Form, parts: list[str], value: str, key: str) -> None:
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        name = part or _next_index(form, following)
        if following is None:
            form[name] = value
            return
        inner = form.setdefault(name, {})
        if not isinstance(inner, dict):
            raise RefusedParamsError(f"Invalid parameter: {key} is both a value and a hash", param=key)
        form = inner


def _next_index(form: Form, following: str | None) -> str:
    """`a[][x]=1&a[][y]=2` is one element; a name that comes again starts the next."""
    last = str(len(form) - 1)
    element = form.get(last)
    if following and isinstance(element, dict) and following not in element:
        return last
    return str(len(form))
