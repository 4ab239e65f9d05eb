"""Finding people by what they type."""

from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.db.models.functions import Lower

from tenants.accounts import customers
from tenants.accounts.models import User

_MOST = 5


def users_called(text: str) -> list[User]:
    """Return who has this username or e-mail address, in any case; the username's owner first."""
    typed = Lower(Value(text.strip()))
    by_username = Q(folded_username=typed)
    return list(
        User.objects.select_related(*customers.joined())
        .alias(folded_username=Lower("username"), folded_email=Lower("email"))
        .filter(by_username | Q(folded_email=typed))
        .annotate(is_by_username=ExpressionWrapper(by_username, output_field=BooleanField()))
        .order_by("-is_by_username", "pk")[:_MOST]
    )


def user_called(text: str) -> User | None:
    """Return the one with this username, or else the only one with this e-mail address."""
    found = users_called(text)
    if found and (len(found) == 1 or found[0].is_by_username):  # type: ignore[attr-defined]
        return found[0]
    return None
