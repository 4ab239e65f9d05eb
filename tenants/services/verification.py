"""Proving that an owner's e-mail address is theirs."""

from tenants.accounts.models import User
from tenants.kernel.mail import Recipient, compose
from tenants.kernel.signing import sign
from tenants.links import business_url

PURPOSE = "verify_email"


def send_verification(user: User) -> None:
    """Queue the mail with the link that proves the address; every mail has a link of its own."""
    token = sign({"user": user.pk, "email": user.email}, purpose=PURPOSE)
    compose(
        "verify_email",
        to=Recipient(user.email, user.name, user_id=user.pk),
        context={"name": user.name},
        secret=business_url(f"/verify-email/{token}/"),
    )
