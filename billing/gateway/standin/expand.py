"""`expand[]`: ids replaced by the objects they name, up to four levels deep."""

from typing import Any

from .call import Call
from .errors import Json, RefusedParamsError

DEEPEST = 4


def expand(call: Call, answer: Json, paths: list[str]) -> Json:
    for path in paths:
        names = path.split(".")
        if len(names) > DEEPEST:
            raise RefusedParamsError(
                f"You cannot expand more than 4 levels of a property. Property: {path}", param="expand"
            )
        _expand(call, answer, names, path)
    return answer


def _expand(call: Call, holder: Json, names: list[str], path: str) -> None:
    name, *rest = names
    if name not in holder and f"_{name}" not in holder:
        raise RefusedParamsError(f"This property cannot be expanded ({path}).", param="expand")
    value = holder[name] = _resolved(call, holder.get(name, holder.get(f"_{name}")), path, is_last=not rest)
    if rest:
        for inner in value if isinstance(value, list) else [value]:
            if inner is not None:
                _expand(call, inner, rest, path)


def _resolved(call: Call, value: Any, path: str, *, is_last: bool) -> Any:
    if isinstance(value, list):
        return [_resolved(call, each, path, is_last=is_last) for each in value]
    if isinstance(value, str):
        found = call.store.get(call.account, value) or call.store.get(call.platform, value)
        if found is None:
            raise RefusedParamsError(f"This property cannot be expanded ({path}).", param="expand")
        return found
    if isinstance(value, bool | int | float):
        raise RefusedParamsError(f"This property cannot be expanded ({path}).", param="expand")
    return value
