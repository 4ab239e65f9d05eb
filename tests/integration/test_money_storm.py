"""Every payment heard of five times, in any order, sixteen at a time, while workers die: the books are the model.

``MANGO_FULL=1`` gives it 2,000 payments.
"""

import json
import random
import time
from typing import Any

import pytest

from tests.billing.stripe_world import signed
from tests.integration.conftest import FULL
from tests.integration.traffic import Traffic
from tests.standin.controls import Controls

pytestmark = [pytest.mark.integration, pytest.mark.timeout(2500 if FULL else 900)]
PAYMENTS, COPIES, AT_ONCE = (2_000 if FULL else 60), 5, 16
KILLS = 12 if FULL else 2
ACK_MS = 500
TOLD_BY = ("checkout.session.completed", "payment_intent.succeeded")


def furnish(fleet, what: str) -> dict[str, Any]:
    return fleet.furnish(f"from tests.integration.money import {what.partition('(')[0]}; {what}")


@pytest.fixture(scope="module")
def told(fleet) -> dict[str, Any]:
    return furnish(fleet, f"paid_at_stripe({PAYMENTS})")


@pytest.fixture(scope="module")
def deliveries(fleet, told) -> list[bytes]:
    """Of each payment one event, told by either of the two that end it, five times each and shuffled."""
    controls, dice = Controls(f"http://127.0.0.1:{fleet.stack.plan.stripe_port}"), random.Random(7)
    by_payment: dict[str, list[dict[str, Any]]] = {}
    for event in controls.get(f"objects?kind=event&account={told['account']}")["data"]:
        thing = event["data"]["object"]
        if event["type"] in TOLD_BY:
            by_payment.setdefault(thing.get("payment_intent") or thing["id"], []).append(event)
    chosen = [dice.choice(events) for events in by_payment.values()]
    assert len(chosen) == len(told["sessions"])
    bodies = [json.dumps(event).encode() for event in chosen] * COPIES
    dice.shuffle(bodies)
    return bodies


def test_payments_heard_of_five_times_while_workers_die_end_in_the_books_of_the_model(fleet, told, deliveries, tell):
    acks: list[float] = []
    began = time.monotonic()

    def knock(line, turn) -> str:
        signature = signed(deliveries[turn], secret=fleet.stack.plan.webhook_secret)
        headers = {"Host": fleet.stack.plan.host, "Content-Type": "application/json", "Stripe-Signature": signature}
        start = time.perf_counter()
        line.request("POST", "/webhooks/stripe/", body=deliveries[turn], headers=headers)
        answer = line.getresponse()
        answer.read()
        acks.append(time.perf_counter() - start)
        return "" if answer.status == 200 else f"{answer.status}"

    with Traffic(fleet, knock, at_once=AT_ONCE, requests=len(deliveries)) as traffic:
        killed = until_all_is_done(fleet, told["account"], len(told["sessions"]))

    p99 = sorted(acks)[len(acks) * 99 // 100] * 1000
    said = furnish(fleet, "books()")
    tell(
        f"{len(told['sessions'])} payments heard of {len(acks)} times, {AT_ONCE} at a time, {killed} workers "
        f"killed: acknowledged within {p99:.0f} ms (p99), all in the books after {time.monotonic() - began:.0f} s"
    )
    assert traffic.faults == []
    assert fleet.database("SELECT * FROM jobs_due_work WHERE state = 'dead'") == []
    assert said["entries"] == told["entries"]
    assert (said["receipts"], said["different"]) == (len(told["sessions"]),) * 2
    assert killed == KILLS
    assert p99 <= ACK_MS or not FULL  # a clock gates nothing in the suite; the full load is for a machine of its own
    assert fleet.stack.manage("verify_ledger", "till").stdout == "till: the books add up\n"


def until_all_is_done(fleet, account: str, wanted: int) -> int:
    """Wait until every event has taken effect; meanwhile end workers with kill -9 at random moments; say how many."""
    dice = random.Random(11)
    moments = sorted(dice.sample(range(wanted // 20, wanted * 19 // 20), KILLS))
    killed, stuck, until = 0, -1, time.monotonic() + (1200 if FULL else 600)
    while (done := handled(fleet, account)) < wanted:
        if killed < KILLS and done >= moments[killed]:
            fleet.kill(f"worker-{killed % 2 + 1}")
            fleet.start(f"worker-{killed % 2 + 1}")
            killed += 1
        elif done == stuck:
            let_go_of_what_the_killed_held(fleet)
        stuck = done
        assert time.monotonic() < until, f"{done} of {wanted} events have taken effect"
        time.sleep(0.3)
    return killed


def handled(fleet, account: str) -> int:
    """Count the events that took effect; none may be anything else than done or pending."""
    states = dict(
        fleet.database(f"SELECT state, count(*) FROM inbox_stripe_event WHERE account = '{account}' GROUP BY 1")
    )
    assert states.keys() <= {"done", "pending"}
    return states.get("done", 0)


def let_go_of_what_the_killed_held(fleet) -> None:
    """It is leased for two minutes: what nobody has touched for ten seconds is taken to be a killed one's."""
    fleet.database(
        "UPDATE jobs_due_work SET leased_until = now() - interval '1 second', woken_until = NULL"
        " WHERE name = 'billing.handle_event' AND leased_until < now() + interval '120 seconds'"
    )
