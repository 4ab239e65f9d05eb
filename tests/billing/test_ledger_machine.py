"""The ledger's machine at work: steps as they come, and one walk of which every kind of entry comes out."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from billing.models import LedgerEntry
from tests.billing.ledger_machine import CURRENCIES, Ledger

FULL = bool(os.environ.get("MANGO_FULL"))
EXAMPLES, STEPS = (400, 100) if FULL else (48, 50)
WALK = [
    ("charge", {"who": 0, "currency": "EUR", "minor": 5_000, "due": 3}),
    ("pay_exactly", {"pick": 0}),
    ("refund_at_stripe", {"pick": 0, "share": 2, "state": "succeeded"}),
    ("refund_moves", {"pick": 0, "state": "failed"}),
    ("dispute", {"pick": 0, "share": 1, "is_inquiry": False}),
    ("dispute_moves", {"pick": 1}),
    ("charge", {"who": 0, "currency": "JPY", "minor": 900, "due": -3}),
    ("give_up", {"pick": 0, "share": 1}),
    ("claim_again", {"pick": 0}),
    ("void", {"pick": 1}),
    ("credit", {"who": 0, "currency": "JPY", "minor": 300}),
    ("take_credit_back", {"pick": 0}),
    ("charge", {"who": 1, "currency": "EUR", "minor": 700, "due": 0}),
    ("issue", {"who": 1}),
    ("credit_note", {"pick": 0, "share": 2, "is_refunded": False}),
]


@pytest.mark.timeout(3600 if FULL else 900)
def test_whatever_happens_to_an_account_the_books_add_up(in_acme, tell):
    """Which steps come is chance, which is why the walk below holds that each kind comes."""
    Ledger.steps = 0

    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=not FULL,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate] if not FULL else [Phase.generate, Phase.shrink],
        ),
    )

    tell(f"{Ledger.steps} steps over {EXAMPLES} ledgers in {', '.join(CURRENCIES)}, checked after each")
    assert Ledger.steps >= 2_000


def test_the_books_add_up_after_each_kind_of_entry(in_acme):
    ledger = Ledger()
    try:
        for step, words in WALK:
            getattr(ledger, step)(**words)
            for held in ledger.invariants:
                held.function(ledger)
        kinds = set(LedgerEntry.objects.values_list("kind", flat=True))
    finally:
        ledger.teardown()

    assert kinds == {*LedgerEntry.Kind.values}
