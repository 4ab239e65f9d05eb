"""What time does by itself: debits settle, refunds arrive, sessions expire, subscriptions renew."""

import logging
from collections.abc import Callable

from . import checkout
from .call import Call
from .errors import Json
from .resources import balance, refunds, sessions, subscriptions
from .store import Store

logger = logging.getLogger(__name__)


def _settle(call: Call, intent: Json) -> None:
    checkout.settle(call, intent)


def _expire(call: Call, session: Json) -> None:
    sessions.expire_now(call, session)


_RULES: dict[str, Callable[[Call, Json], None]] = {
    "payment_intent": _settle,
    "checkout.session": _expire,
    "payout": balance.arrive,
    "refund": refunds.settle,
    "subscription": subscriptions.renew,
}


def tick(store: Store, now: int, call_for: Callable[[str], Call]) -> int:
    """Do all that is due; an object that fails is logged and left alone, and the rest goes on."""
    done = 0
    while found := store.due(now):
        for account, body in found:
            try:
                with store.transaction():
                    call = call_for(account)
                    call.now = max(body["_due"], 1)
                    _RULES[body["object"]](call, body)
            except Exception:
                logger.exception("%s could not be moved on", body["id"])
                store.put(account, {**body, "_due": None})
            done += 1
    return done
