"""Proving that an address is the user's."""

from tenants.accounts.customers import contact_id_of
from tenants.accounts.models import User
from tenants.accounts.services import tokens
from tenants.kernel.mail import Recipient, compose


def send_verification(user: User) -> int:
    """Queue the mail with the link that proves a user's address, in the caller's transaction; return its id."""
    return compose(
        "verify_email",
        to=Recipient(user.email, user.name, contact_id=contact_id_of(user), user_id=user.pk),
        context={"name": user.name},
        secret=tokens.link_to(user, tokens.Purpose.VERIFY_EMAIL),
    )
