"""Wrong guesses, counted in the database: never a permanent lock, and one business's lock never touches another's.

The console counts those at its operators by the same rules, in a table of its own.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from django.db.models import Count

from tenants.accounts.models import User, WrongGuess
from tenants.accounts.visitor import Visitor
from tenants.kernel import clock
from tenants.kernel.errors import TooMany
from tenants.models import AddressGuess

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 10
PER_ADDRESS_ANYWHERE = 50
"""Higher than one business's, so that a lock earned at one business is no lock at its neighbours."""


class Guessed(Protocol):
    """Whose secret is guessed at: a user, or an operator of the platform."""

    pk: Any


@dataclass(frozen=True)
class Attempt:
    """One try, counted as wrong until it has proven right: at its account, from its place, and anywhere."""

    account: str
    place: str
    network: str
    rows: tuple[int, ...]
    anywhere: int
    table: type[Any] = WrongGuess

    def was_right(self) -> None:
        """Take the try back, and what was guessed wrong at this account before; the address keeps its count."""
        self.take_back()
        self.table.objects.filter(key=self.account).delete()

    def take_back(self) -> None:
        self.table.objects.filter(pk__in=self.rows).delete()
        AddressGuess.objects.filter(pk=self.anywhere).delete()


def begin(*, action: str, user: Guessed | None, typed: str, visitor: Visitor, table: type[Any] = WrongGuess) -> Attempt:
    """Count a try before it is looked at; raises TooMany for the eleventh within a quarter of an hour.

    Counting first is what stops simultaneous guesses: of any that run at once, at most ten see ten or fewer. So call
    it outside a transaction. A refused try is not counted, or an attacker could keep an account locked for ever.
    """
    network = visitor.network
    attempt = _write_down(_account(action, user, typed), f"{action}:address:{network}", network, table)
    if _too_many(attempt):
        attempt.take_back()
        raise TooMany
    return attempt


def forgive(user: User) -> None:
    """Forget the wrong guesses at a user's password; whoever has proven to be them need not wait."""
    WrongGuess.objects.filter(key=_account("sign-in", user, "")).delete()


def sweep(table: type[Any] = WrongGuess) -> None:
    """Remove what no longer counts."""
    before = clock.now() - WINDOW
    table.objects.filter(at__lt=before).delete()
    AddressGuess.objects.filter(at__lt=before).delete()


def _write_down(account: str, place: str, network: str, table: type[Any]) -> Attempt:
    now = clock.now()
    rows = table.objects.bulk_create([table(key=account, at=now), table(key=place, at=now)])
    anywhere = AddressGuess.objects.create(address=network, at=now)
    return Attempt(account, place, network, tuple(row.pk for row in rows), anywhere.pk, table)


def _too_many(attempt: Attempt) -> bool:
    since = clock.now() - WINDOW
    recent = attempt.table.objects.filter(key__in=[attempt.account, attempt.place], at__gt=since)
    tries = dict(recent.values_list("key").annotate(Count("pk")))
    anywhere = AddressGuess.objects.filter(address=attempt.network, at__gt=since).count()
    return (
        tries.get(attempt.account, 0) > PER_ACCOUNT
        or tries.get(attempt.place, 0) > PER_ADDRESS
        or anywhere > PER_ADDRESS_ANYWHERE
    )


def _account(action: str, user: Guessed | None, typed: str) -> str:
    """Name what is guessed at; what was typed is hashed, for people type passwords into the wrong field."""
    if user is not None:
        return f"{action}:user:{user.pk}"
    return f"{action}:name:{hashlib.sha256(typed.strip().casefold().encode()).hexdigest()}"
