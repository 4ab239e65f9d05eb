"""A gateway of a few dictionaries, for tests that are about thousands of payments and not about Stripe's protocol."""

import itertools
import threading
from dataclasses import replace

from billing.gateway.protocol import Checkout, CheckoutRequest


class ScriptedGateway:
    """Sessions open, then are what ``outcomes`` says of their references."""

    sessions: dict[str, Checkout] = {}
    lock = threading.Lock()
    numbers = itertools.count(1)

    def __init__(self, **_addresses):
        pass

    def open_checkout(self, *, account, request: CheckoutRequest, key) -> Checkout:
        with self.lock:
            known = self.sessions.get(key)
            minor = sum(line.minor for line in request.lines)
            made = known or Checkout(
                id=f"cs_{next(self.numbers)}",
                outcome="open",
                reference=request.reference,
                minor=minor,
                currency=request.currency,
                url="https://pay.example/",
                metadata=request.metadata,
            )
            self.sessions[key] = self.sessions[made.id] = made
            return made

    def checkout(self, *, account, session: str) -> Checkout:
        return self.sessions[session]

    def end(self, session: str, outcome: str) -> dict:
        """Bring a session to its end and return it as an event tells of it."""
        now = self.sessions[session]
        self.sessions[session] = replace(now, outcome=outcome, intent=f"pi_{session}", method="card")
        return {"id": session, "object": "checkout.session", "metadata": now.metadata}
