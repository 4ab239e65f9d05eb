"""How a user's crm.Customer comes with them, though this layer knows no crm: crm names its relation when it starts."""

from typing import Any

from tenants.accounts.models import User

_relation: list[str] = []


def join(path: str) -> None:
    """Have ``path``, such as ``customer__contact``, read together with every session's user."""
    _relation[:] = [path]


def joined(prefix: str = "") -> list[str]:
    """Return the paths from a user, or from what ``prefix`` leads there, that one query reads."""
    return [prefix + path for path in _relation]


def customer_of(user: User | None) -> Any:
    """Return the crm.Customer behind a user, or None for members and for nobody."""
    if user is None or user.is_member or not _relation:
        return None
    return getattr(user, _relation[0].split("__")[0], None)


def contact_id_of(user: User) -> int | None:
    """Return the contact whose timeline shows what this user does."""
    return getattr(customer_of(user), "contact_id", None)
