"""Who calls: a key for the member who made it, or a member's own browser."""

from dataclasses import dataclass

from tenants.accounts.models import User
from tenants.api.errors import ScopeMissing
from tenants.api.models import ApiKey
from tenants.api.scopes import opens, scope_of
from tenants.kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Caller:
    """What may be done is what the member's role includes today and, for a key, what its scopes open as well."""

    member: User
    key: ApiKey | None = None

    @property
    def pk(self) -> int:
        """What the record keeps: the person whom it was done for."""
        return int(self.member.pk)

    @property
    def name(self) -> str:
        return self.member.name if self.key is None else f"{self.member.name} (API key “{self.key.name}”)"[:150]

    @property
    def label(self) -> str:
        """Names the caller in our own tables: limits and stored answers are each caller's own."""
        return f"member:{self.member.pk}" if self.key is None else f"key:{self.key.pk}"

    def may(self, action: str) -> bool:
        return self.member.may(action) and (self.key is None or opens(self.key.scopes, action))

    def require(self, action: str) -> None:
        """Raise NotAllowed when the member's role does not include an action, ScopeMissing when the key does not."""
        if not self.member.may(action):
            raise NotAllowed
        if not self.may(action):
            raise ScopeMissing(scope=scope_of(action))
