from tenants.accounts.models.guess import WrongGuess
from tenants.accounts.models.invitation import Invitation
from tenants.accounts.models.second_factor import RecoveryCode, RememberedDevice, SecondFactor
from tenants.accounts.models.session import Session
from tenants.accounts.models.token import Token
from tenants.accounts.models.user import ContactScope, User

__all__ = [
    "ContactScope",
    "Invitation",
    "RecoveryCode",
    "RememberedDevice",
    "SecondFactor",
    "Session",
    "Token",
    "User",
    "WrongGuess",
]
