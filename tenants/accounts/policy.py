"""What a business asks of those who sign in."""

from tenants.accounts.models import User
from tenants.kernel.scope import BusinessSnapshot

OFF, REQUIRED = "off", "required"


def factor_policy(business: BusinessSnapshot, user: User) -> str:
    """Return ``off``, ``optional`` or ``required``: what the business says of this user's second factor."""
    return business.sign_in.member_factor if user.is_member else business.sign_in.customer_factor


def has_to_set_up_a_factor(business: BusinessSnapshot, user: User) -> bool:
    """Say whether this user comes no further without one; where nothing can be changed, they may look all the same."""
    return business.is_active and user.second_factor_at is None and factor_policy(business, user) == REQUIRED
