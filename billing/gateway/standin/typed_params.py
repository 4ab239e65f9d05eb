"""Parameters checked against the SDK's own typed ones: unknown names, missing ones, wrong types, values not listed.

Form values are strings; what comes back has the types that the SDK declares (int, bool, list, dict, str).
"""

import types
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import import_module
from typing import Any, Literal, NotRequired, Required, Union, get_args, get_origin

from typing_extensions import get_type_hints, is_typeddict

from .errors import RefusedParamsError, missing_param
from .forms import Form


def check(params_name: str, form: Form) -> dict[str, Any]:
    """The form as typed values; the name is as in `stripe.params`, with its package: "checkout.SessionListParams"."""
    package, _, name = params_name.rpartition(".")
    module = import_module(f"stripe.params.{package}" if package else "stripe.params")
    checked: dict[str, Any] = _fields(getattr(module, name), form, "")
    return checked


@cache
def _hints(schema: Any) -> dict[str, Any]:
    """Field types without those of the request options, which never travel in the body."""
    from stripe import RequestOptions

    hints = get_type_hints(schema, localns={"StripeContext": object, "Mapping": Mapping})
    if schema.__name__.endswith("Params"):
        return {name: hint for name, hint in hints.items() if name not in RequestOptions.__annotations__}
    return hints


def _fields(schema: Any, form: Any, path: str) -> dict[str, Any]:
    if not isinstance(form, dict):
        raise RefusedParamsError("Invalid object", param=path)
    hints = _hints(schema)
    _refuse_unknown([_join(path, name) for name in form if name not in hints])
    missing = sorted(name for name in schema.__required_keys__ if name in hints and name not in form)
    if missing:
        raise missing_param(_join(path, missing[0]))
    return {name: _checked(hints[name], value, _join(path, name)) for name, value in form.items()}


def _refuse_unknown(names: list[str]) -> None:
    if names:
        plural = "s" if len(names) > 1 else ""
        message = f"Received unknown parameter{plural}: {', '.join(names)}"
        raise RefusedParamsError(message, code="parameter_unknown", param=names[0])


def _join(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


def _checked(hint: Any, value: Any, path: str) -> Any:
    origin = get_origin(hint)
    if origin in (NotRequired, Required):
        return _checked(get_args(hint)[0], value, path)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(hint), value, path)
    if origin is Literal:
        return _listed(get_args(hint), value, path)
    return _container_or_scalar(hint, value, path)


def _container_or_scalar(hint: Any, value: Any, path: str) -> Any:
    if is_typeddict(hint):
        return _fields(hint, value, path)
    if get_origin(hint) is list:
        return _elements(get_args(hint)[0], value, path)
    if _is_mapping(hint):
        return _mapping(value, path)
    return _scalar(hint, value, path)


def _one_of(members: tuple[Any, ...], value: Any, path: str) -> Any:
    if isinstance(value, dict):
        return _one_container(members, value, path)
    literals = _literals(members)
    if value in literals:
        return value
    return _one_value([member for member in members if member in _SCALARS], literals, value, path)


def _one_value(scalars: list[Any], literals: tuple[Any, ...], value: str, path: str) -> Any:
    """A number or a flag where one may stand, else one of the words listed, else any text."""
    for scalar in scalars:
        if scalar is not str:
            return _scalar(scalar, value, path)
    if any(literals):
        return _listed(literals, value, path)
    if not scalars:
        raise RefusedParamsError("Invalid object", param=path)
    return value


def _literals(members: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(each for member in members if get_origin(member) is Literal for each in get_args(member))


def _one_container(members: tuple[Any, ...], value: dict[str, Any], path: str) -> Any:
    lists = [member for member in members if get_origin(member) is list]
    hashes = [member for member in members if is_typeddict(member) or _is_mapping(member)]
    fitting = lists + hashes if _is_numbered(value) else hashes + lists
    if not fitting:
        raise RefusedParamsError("Invalid string: expected a single value, got a hash", param=path)
    return _checked(fitting[0], value, path)


def _is_numbered(value: dict[str, Any]) -> bool:
    return bool(value) and all(key.isdigit() for key in value)


def _listed(allowed: tuple[Any, ...], value: Any, path: str) -> Any:
    if value in allowed:
        return value
    words = [str(each) for each in allowed if each != ""]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])}, or {words[-1]}" if words else "empty"
    raise RefusedParamsError(f"Invalid {path}: must be one of {listed}", param=path)


def _elements(hint: Any, value: Any, path: str) -> list[Any]:
    if not isinstance(value, dict) or not all(key.isdigit() for key in value):
        raise RefusedParamsError("Invalid array", param=path)
    return [_checked(hint, value[key], f"{path}[{key}]") for key in sorted(value, key=int)]


def _is_mapping(hint: Any) -> bool:
    origin = get_origin(hint) or hint
    return isinstance(origin, type) and (issubclass(origin, dict) or origin.__name__ == "UntypedStripeObject")


def _mapping(value: Any, path: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise RefusedParamsError("Invalid object", param=path)
    if path.endswith(("metadata", "metadata]")):
        _check_metadata(value, path)
    return value


def _check_metadata(value: dict[str, Any], path: str) -> None:
    if len(value) > 50:  # noqa: PLR2004 - Stripe's documented limits: 50 keys of 40 characters, values of 500
        raise RefusedParamsError("Metadata can have at most 50 keys.", param=path)
    for key, text in value.items():
        if not isinstance(text, str):
            raise RefusedParamsError("Invalid string: metadata values must be strings", param=f"{path}[{key}]")
        if len(key) > 40:  # noqa: PLR2004
            raise RefusedParamsError(f"Metadata keys must be at most 40 characters: {key}", param=path)
        if len(text) > 500:  # noqa: PLR2004
            raise RefusedParamsError("Metadata values must be at most 500 characters.", param=f"{path}[{key}]")


def _integer(value: str) -> int:
    if not value.lstrip("-").isascii() or not value.lstrip("-").isdigit():
        raise ValueError(value)
    return int(value)


def _boolean(value: str) -> bool:
    return {"true": True, "false": False}[value]


def _decimal(value: str) -> str:
    Decimal(value)
    return value


_SCALARS: dict[Any, tuple[str, Callable[[str], Any]]] = {
    int: ("integer", _integer),
    bool: ("boolean", _boolean),
    float: ("decimal", float),
    Decimal: ("decimal", _decimal),
    str: ("string", str),
}


def _scalar(hint: Any, value: Any, path: str) -> Any:
    if hint not in _SCALARS:
        return value
    noun, convert = _SCALARS[hint]
    if not isinstance(value, str):
        raise RefusedParamsError(f"Invalid {noun}", param=path)
    if value == "":
        raise RefusedParamsError(
            f"You passed an empty string for '{path}'. We assume empty values are an attempt to unset a parameter; "
            f"however '{path}' cannot be unset. You should remove '{path}' from your request or supply a"
            " non-empty value.",
            code="parameter_invalid_empty",
            param=path,
        )
    try:
        return convert(value)
    except (ValueError, KeyError, InvalidOperation) as error:
        code = "parameter_invalid_integer" if hint is int else None
        raise RefusedParamsError(f"Invalid {noun}: {value}", param=path, code=code) from error
