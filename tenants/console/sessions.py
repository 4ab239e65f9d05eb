"""``request.session`` on the console: rows of its own under a cookie of its own; no business's means anything here."""

import secrets
from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from tenants.accounts.sessions import digest_of
from tenants.accounts.visitor import Visitor
from tenants.console.models import Operator, OperatorSession
from tenants.console.models.session import ABSOLUTE, HALF_WAY
from tenants.kernel import clock


class ConsoleSession(SessionBase):
    """An operator's session; somebody who has not given a password has none, and nothing is kept for them."""

    def __init__(self, session_key: str | None, visitor: Visitor) -> None:
        super().__init__(session_key)
        self.visitor = visitor
        self.row: OperatorSession | None = None
        self.has_new_key = False

    @property
    def operator(self) -> Operator | None:
        """Who is here with password and second factor."""
        row = self._row()
        return row.operator if row is not None and row.verified_at is not None else None

    @property
    def half_way(self) -> Operator | None:
        """Whose password was right, while the second factor is still to come."""
        row = self._row()
        return row.operator if row is not None and row.verified_at is None else None

    @property
    def row_id(self) -> int:
        return 0 if self.row is None else self.row.pk

    def load(self) -> dict[str, Any]:
        now = clock.now()
        row = (
            OperatorSession.objects.select_related("operator")
            .filter(digest=digest_of(self.session_key or ""), expires_at__gt=now)
            .first()
        )
        if row is None or not row.is_alive(now):
            self._session_key = None
            return {}
        self.row = row
        data: dict[str, Any] = row.data
        return data

    @transaction.atomic
    def open(self, operator: Operator, *, lives: timedelta, is_verified: bool) -> None:
        """Put an operator behind this browser under a new key; whatever key it had is dead."""
        self.flush()
        OperatorSession.objects.filter(expires_at__lte=clock.now()).delete()
        key, now = secrets.token_urlsafe(32), clock.now()
        self.row = OperatorSession.objects.create(
            digest=digest_of(key),
            operator=operator,
            operator_epoch=operator.session_epoch,
            verified_at=now if is_verified else None,
            address=self.visitor.address,
            user_agent=self.visitor.user_agent,
            last_seen_at=now,
            expires_at=now + lives,
        )
        self._session_key = key
        self.has_new_key = True

    def open_half(self, operator: Operator) -> None:
        self.open(operator, lives=HALF_WAY, is_verified=False)

    def open_whole(self, operator: Operator) -> None:
        self.open(operator, lives=ABSOLUTE, is_verified=True)

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002 Django's signature
        """Write down what the session holds and that its operator was here; its end stays where it is."""
        if self.row is None:
            return
        data = self._get_session()  # type: ignore[attr-defined]
        OperatorSession.objects.filter(pk=self.row.pk).update(data=data, last_seen_at=clock.now())

    def needs_saving(self) -> bool:
        return self.row is not None and (self.modified or self.row.needs_touch(clock.now()))

    def flush(self) -> None:
        if self.session_key is not None:
            OperatorSession.objects.filter(digest=digest_of(self.session_key)).delete()
        self.row = None
        self._session_key = None
        self._session_cache: dict[str, Any] = {}

    def _row(self) -> OperatorSession | None:
        if self.session_key is not None and self.row is None:
            self._get_session()  # type: ignore[attr-defined]
        return self.row
