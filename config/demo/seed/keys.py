"""A program of the business's, for the demo's own checks and for whoever wants to try the API at once."""

from tenants.accounts.access import Role
from tenants.accounts.models import User
from tenants.activity.record import acting
from tenants.api.scopes import SCOPES
from tenants.api.services.keys import make_key


def let_a_program_in() -> str:
    """Make the owner's key for their web shop; return its secret, which var/demo.json keeps like the passwords."""
    owner = User.objects.get(role=Role.OWNER)
    with acting(owner):
        return make_key(name="Web shop", scopes=list(SCOPES), maker=owner).secret
