from tenants.accounts.models.session import Session
from tenants.accounts.models.user import User

__all__ = ["Session", "User"]
