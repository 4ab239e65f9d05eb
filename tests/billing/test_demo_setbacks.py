"""The demo's bakery knows what to do when money goes another way than forth."""

from dataclasses import replace
from datetime import timedelta

from billing.models import Dispute, LedgerEntry, RefundOrder
from billing.selectors.disputes import deadline_of, waiting_disputes
from billing.selectors.refunds import failed_refunds
from config.demo.seed.acme import ACME
from config.demo.seed.setbacks import STORIES, meet_setbacks
from config.demo.seed.trades import Person
from tenants.kernel import clock
from tests.billing.books import assert_books_add_up, charge
from tests.cast import customer


def test_money_was_given_back_disputed_and_given_up(stripe, in_acme, ada):
    trade = replace(ACME, team=(Person(ada.name, ada.username, "", "owner"),), cast=())
    people = [customer(f"guest{number}", f"Guest {number}") for number in range(len(STORIES))]
    with clock.held_at(clock.now() - timedelta(days=90)):
        charge(people[0].customer.contact, 4500)

    meet_setbacks(trade)

    assert sorted(Dispute.objects.values_list("state", flat=True)) == ["lost", "needs_response", "won"]
    assert [deadline_of(dispute).days for dispute in waiting_disputes(seen_by=ada)] == [7]
    assert sorted(RefundOrder.objects.values_list("state", flat=True)) == ["failed", "succeeded"]
    assert failed_refunds(seen_by=ada).count() == 1
    kinds = LedgerEntry.objects.values_list("kind", flat=True)
    assert [kind for kind in ("write_off", "credit", "refund_failed") if kind not in kinds] == []
    assert_books_add_up()
