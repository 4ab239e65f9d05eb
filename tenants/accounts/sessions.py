"""``request.session``: Django's interface over the business's own rows, read together with the user in one query."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from tenants.accounts import customers
from tenants.accounts.models import Session, User
from tenants.accounts.visitor import Visitor
from tenants.kernel import clock
from tenants.kernel.scope import require_business


def digest_of(key: str) -> str:
    """Return what is stored of a cookie's key: whoever reads the table cannot sign in with it."""
    return hashlib.sha256(key.encode()).hexdigest()


class BusinessSession(SessionBase):
    """A visitor's session; an anonymous visitor gets a row only when something is written."""

    def __init__(self, session_key: str | None, visitor: Visitor) -> None:
        super().__init__(session_key)
        self.visitor = visitor
        self.row: Session | None = None
        self.has_new_key = False

    @property
    def user(self) -> User | None:
        """Who signed in here, if they still may be."""
        if self.session_key is not None and self.row is None:
            self._get_session()  # type: ignore[attr-defined]
        return None if self.row is None else self.row.user

    @property
    def row_id(self) -> int:
        """The row's id, or 0, which no row has."""
        return 0 if self.row is None else self.row.pk

    def load(self) -> dict[str, Any]:
        self.row = self._find()
        if self.row is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.row.data
        return data

    def _find(self) -> Session | None:
        row = (
            Session.objects.select_related("user", *customers.joined("user__"))
            .filter(
                digest=digest_of(self.session_key or ""),
                business_id=require_business().id,
                expires_at__gt=clock.now(),
            )
            .first()
        )
        return row if row is not None and row.is_alive else None

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(digest=digest_of(session_key)).exists()

    def create(self) -> None:
        """Open a new row under a new key, with whatever the session holds."""
        self._open(user=None)

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 Django's signature
        """Write the session down; one that was ended meanwhile stays ended."""
        if must_create or self.row is None:
            self.create()
            return
        now = clock.now()
        kept = Session.objects.filter(pk=self.row.pk).update(
            data=self._get_session(),  # type: ignore[attr-defined]
            last_seen_at=now,
            expires_at=now + _lifetime(),
            address=self.visitor.address,
            user_agent=self.visitor.user_agent,
        )
        if not kept:
            self._forget()

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(digest=digest_of(key)).delete()

    def flush(self) -> None:
        self.delete()
        self._forget()

    @transaction.atomic
    def sign_in(self, user: User) -> None:
        """Put a user behind this browser, under a new key; what an anonymous visitor had written is kept."""
        before = self.user
        kept = {} if before is not None and before.pk != user.pk else dict(self._get_session())  # type: ignore[attr-defined]
        self.flush()
        self._session_cache: dict[str, Any] = kept
        self._open(user=user)

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expires_at__lte=clock.now()).delete()

    def needs_saving(self) -> bool:
        """Say whether something was written, or the row's "last seen" has grown old."""
        return self.modified or (self.row is not None and self.row.needs_touch(clock.now()))

    def _open(self, user: User | None) -> None:
        key = secrets.token_urlsafe(32)
        now = clock.now()
        self.row = Session.objects.create(
            digest=digest_of(key),
            business_id=require_business().id,
            user=user,
            user_epoch=0 if user is None else user.session_epoch,
            data=self._get_session(no_load=True),  # type: ignore[attr-defined]
            address=self.visitor.address,
            user_agent=self.visitor.user_agent,
            last_seen_at=now,
            expires_at=now + _lifetime(),
        )
        self._session_key = key
        self.has_new_key = True
        self.modified = False

    def _forget(self) -> None:
        self.row = None
        self._session_key = None
        self._session_cache = {}


class NoSession(SessionBase):
    """What hosts without people have: always empty, and loud when something is put into it."""

    @property
    def modified(self) -> bool:
        return False

    @modified.setter
    def modified(self, changed: bool) -> None:
        if changed:
            raise RuntimeError("Only a business's host keeps sessions.")

    def load(self) -> dict[str, Any]:
        return {}


def _lifetime() -> timedelta:
    return timedelta(seconds=settings.SESSION_COOKIE_AGE)
