"""Trouble on demand: delays, refusals and lost answers for the next requests that match."""

import threading
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from .errors import ApiError
from .idempotency import in_use

DELAY = "delay"  # before anything is looked at
HOLD = "hold"  # while the idempotency key is taken
LOST_ANSWER = "lost_answer"
IN_USE = "in_use"  # another request has the idempotency key
LOCK_TIMEOUT = "lock_timeout"  # another request has the object


@dataclass
class Fault:
    """`kind` is delay, hold, lost_answer, in_use, lock_timeout, 429 or 500.

    `match` is the beginning of "POST /v1/payment_intents".
    """

    kind: str
    count: int = 1
    match: str = ""
    seconds: float = 0.0
    is_over: bool = False


@dataclass
class Faults:
    waiting: list[Fault] = field(default_factory=list)
    taken: list[Fault] = field(default_factory=list)
    lock: Any = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> None:
        with self.lock:
            self.waiting.append(fault)

    def clear(self) -> None:
        """Let go of whom a delay or a hold keeps waiting, too."""
        with self.lock:
            for fault in self.waiting + self.taken:
                fault.is_over = True
            self.waiting.clear()
            self.taken.clear()

    def take(self, request_line: str) -> list[Fault]:
        """Those that hit this request; each counts down."""
        with self.lock:
            hit = [fault for fault in self.waiting if request_line.startswith(fault.match)]
            for fault in hit:
                fault.count -= 1
            self.waiting = [fault for fault in self.waiting if fault.count > 0]
            self.taken += [fault for fault in hit if fault.seconds]
            return hit


def wait(faults: list[Fault], kind: str) -> None:
    for fault in faults:
        until = time.monotonic() + fault.seconds
        while fault.kind == kind and not fault.is_over and time.monotonic() < until:
            time.sleep(0.02)


def refuse(kind: str) -> None:
    """Raise the answer that a fault of this kind stands for, if it is a refusal."""
    if kind == IN_USE:
        raise in_use("of a test")
    if kind == LOCK_TIMEOUT:
        raise ApiError(
            "This object cannot be accessed right now because another API request or Stripe process is currently"
            " accessing it. If you see this error intermittently, retry the request.",
            status=HTTPStatus.TOO_MANY_REQUESTS,
            code="lock_timeout",
        )
    if kind == str(HTTPStatus.TOO_MANY_REQUESTS.value):
        raise ApiError(
            "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.",
            status=HTTPStatus.TOO_MANY_REQUESTS,
            code="rate_limit",
        )
    if kind == str(HTTPStatus.INTERNAL_SERVER_ERROR.value):
        raise ApiError("An unknown error occurred.", status=HTTPStatus.INTERNAL_SERVER_ERROR, kind="api_error")
