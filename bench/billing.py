"""What money costs: pages over large books against small ones, and recording a payment against its bare statements."""

import statistics
import uuid
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import papers
from bench.books import SEVENTH, write_books
from bench.results import Result, count
from bench.timing import in_turns, once
from billing.gateway.protocol import Checkout
from billing.models import AttemptItem, Charge, PaymentAttempt
from billing.services.attempts import conclude
from billing.services.charges import ChargeDraft, add_charge
from tenants.accounts.models import User
from tenants.accounts.sessions import BusinessSession
from tenants.accounts.visitor import Visitor
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import BusinessSnapshot, business_scope
from tenants.services.database import prepare_database
from tenants.services.provisioning import provision

CONTACTS = {"quick": 20_000, "full": 100_000}
FEW = 1000
ROUNDS = {"quick": 25, "full": 60}
PAYMENTS = {"quick": 40, "full": 200}
PAGES = {
    "contact list": "/workspace/contacts/",
    "search": f"/workspace/contacts/?q={SEVENTH}",
    "charges": "/workspace/charges/?state=open",
    "ledger": "/workspace/contacts/7/account/",
    "statement": "/workspace/contacts/7/statement/?since=2026-01-01&until=2026-12-31",
}
_WRITTEN = ("billing_payment", "billing_ledger_entry", "billing_allocation", "activity_activity")


def run(size: str) -> list[Result]:
    prepare_database()
    small, large = _business("few", FEW), _business("many", CONTACTS[size])
    pages = _pages(small, large, ROUNDS[size], CONTACTS[size])
    return [*pages, _payments(small, PAYMENTS[size]), *papers.run(size)]


def _pages(small: "_Place", large: "_Place", rounds: int, contacts: int) -> list[Result]:
    found = []
    for name, path in PAGES.items():
        times = in_turns({"small": partial(small.get, path), "large": partial(large.get, path)}, rounds)
        what = f"{name} at {contacts:,} contacts / at {FEW:,}"
        found.append(Result(what, times["large"], times["small"], 1.5))
        found.append(count(f"queries of the page: {name}", large.queries(path), 8))
    return found


class _Place:
    """A business with books, and its owner's browser."""

    def __init__(self, business: BusinessSnapshot, cookie: str) -> None:
        self.business = business
        self._client = Client(headers={"host": f"{business.subdomain}.localhost"})
        self._client.cookies[settings.SESSION_COOKIE_NAME] = cookie

    def get(self, path: str) -> None:
        answer = self._client.get(path)
        assert answer.status_code == HTTPStatus.OK, f"{path} answered {answer.status_code}"

    def queries(self, path: str) -> int:
        """Count what is asked of the database beyond session, user and path."""
        with CaptureQueriesContext(connection) as seen:
            self.get(path)
        own = ("accounts_", "search_path", "canary")
        return sum(not any(word in query["sql"] for word in own) for query in seen.captured_queries)


def _business(subdomain: str, contacts: int) -> _Place:
    with transaction.atomic():
        business = provision(name="Bench", subdomain=subdomain, currency="EUR", time_zone="UTC", reply_to="a@b.example")
    with business_scope(business):
        write_books(contacts)
        user = User.objects.create(username="bench", name="Bench", kind="member", role="owner")
        session = BusinessSession(None, Visitor("127.0.0.1", "bench"))
        session.sign_in(user)
    return _Place(business, session.session_key or "")


def _payments(place: _Place, rounds: int) -> Result:
    """Record payments as a webhook does once Stripe has been read, in turns with the bare statements of it."""
    ours, bare = [], []
    with business_scope(place.business):
        for attempt, other in zip(_attempts(rounds), _attempts(rounds), strict=True):
            ours.append(once(lambda wish=attempt: conclude(*wish)))
            statements = _statements(other)
            bare.append(once(lambda said=statements: _replay(said)))
    name = "recording a payment / its statements in raw SQL"
    return Result(name, statistics.median(ours), statistics.median(bare), 3)


def _attempts(number: int) -> list[tuple[PaymentAttempt, Checkout]]:
    return [_attempt(1 + index % FEW) for index in range(number)]


def _attempt(contact_id: int) -> tuple[PaymentAttempt, Checkout]:
    draft = ChargeDraft(description="Cake", unit_price=Money(900, "EUR"))
    charge: Charge = add_charge(contact_id=contact_id, draft=draft)
    attempt = PaymentAttempt.objects.create(
        contact_id=contact_id,
        amount_minor=900,
        currency="EUR",
        idempotency_key=uuid.uuid4().hex,
        stripe_account="acct_bench",
        expires_at=clock.now() + timedelta(hours=1),
    )
    AttemptItem.objects.create(attempt=attempt, charge=charge, amount_minor=900)
    paid = Checkout(
        id=f"cs_{attempt.pk}", outcome="paid", reference=attempt.reference, minor=900, currency="EUR",
        intent=f"pi_{uuid.uuid4().hex}", method="card",
    )  # fmt: skip
    return attempt, paid


def _statements(wish: tuple[PaymentAttempt, Checkout]) -> list[str]:
    """Return the statements that recording this one takes, without having recorded it."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as seen:
            conclude(*wish)
            connection.run_what_is_due()  # what is said last before a commit is a part of it
        transaction.set_rollback(True)
    with connection.cursor() as cursor:  # so that the rows get the ids again that the statements speak of
        for table in _WRITTEN:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    said: list[Any] = [query["sql"] for query in seen.captured_queries]
    return [sql for sql in said if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT"))]


def _replay(statements: list[str]) -> None:
    """Send them as they are, in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
