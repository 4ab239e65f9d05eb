"""The demo's bakery reminds, and its customers have asked and promised."""

from dataclasses import replace
from datetime import timedelta

from billing.models import ChargeQuery
from billing.selectors.promises import broken_promises, promises_open
from billing.selectors.reminder_rules import reminder_rules
from config.demo.seed.acme import ACME
from config.demo.seed.reminders import ask_and_promise
from config.demo.seed.trades import Person
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tests.billing.books import charge
from tests.cast import customer


def test_one_query_is_open_one_answered_one_promise_open_and_one_broken(acme, ada):
    trade = replace(ACME, team=(Person(ada.name, ada.username, "", "owner"),))
    with business_scope(acme):
        with clock.held_at(clock.now() - timedelta(days=40)):
            for name in ("Dora", "Emil", "Fay", "Gil"):
                charge(customer(name.lower(), name).customer.contact, 4500)

        ask_and_promise(trade)

        assert reminder_rules().reminds
        assert sorted(ChargeQuery.objects.values_list("state", flat=True)) == ["explained", "open"]
        assert (len(promises_open()), broken_promises().count()) == (1, 1)
