from tenants.api.models.answer import StoredAnswer
from tenants.api.models.key import ApiKey
from tenants.api.models.rate import CallCount

__all__ = ["ApiKey", "CallCount", "StoredAnswer"]
