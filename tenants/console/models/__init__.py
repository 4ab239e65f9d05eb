"""What the operators' pages keep, in the public schema; a business's people are other tables."""

from tenants.console.models.activity import PlatformActivity, PlatformSeal
from tenants.console.models.guess import OperatorGuess
from tenants.console.models.operator import Operator, RecoveryCode
from tenants.console.models.pulse import Pulse
from tenants.console.models.session import OperatorSession

__all__ = [
    "Operator",
    "OperatorGuess",
    "OperatorSession",
    "PlatformActivity",
    "PlatformSeal",
    "Pulse",
    "RecoveryCode",
]
