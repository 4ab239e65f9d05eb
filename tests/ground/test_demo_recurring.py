"""What the demo charges again and again: lived in the past, in every state, and the ledger adds up."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from billing.models import Schedule, SchedulePrice
from billing.selectors.faults import faults
from config.demo.seed.acme import ACME
from config.demo.seed.agreements import AGREEMENTS, began_on
from config.demo.seed.past import happening_at
from config.demo.seed.recurring import LATELY, agree
from config.demo.seed.trades import Person
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.scope import business_scope
from tests.cast import customer


@pytest.mark.parametrize("today", [date(2026, 11, 23) + timedelta(days=days) for days in range(7)])
def test_what_is_of_a_day_of_the_week_falls_on_that_day_whenever_the_demo_is_made(today):
    named = {"Monday": 0, "Friday": 4}
    said = [(each, f"{each.item.name} {each.reason}") for of in AGREEMENTS.values() for each in of]
    found = [(each, day) for each, words in said for name, day in named.items() if name in words]

    assert [began_on(each, today).weekday() for each, _day in found] == [day for _each, day in found] == [4, 0]
    assert {(today - began_on(each, today)).days - each.ago for each, _day in found} <= set(range(7))


def test_what_recurs_has_been_charged_paid_and_changed_in_each_way(acme, ada, monkeypatch):
    trade = replace(ACME, team=(Person(ada.name, ada.username, "", "owner"),))
    by_end = {agreement.then: replace(agreement, ago=3) for agreement in AGREEMENTS["acme"]}
    by_end["dearer"] = replace(by_end["dearer"], ago=40)
    monkeypatch.setitem(AGREEMENTS, "acme", tuple(by_end[then] for then in LATELY))
    with business_scope(acme):
        with happening_at(clock.now() - timedelta(days=50)):
            for number, name in enumerate({agreement.person for agreement in by_end.values()}):
                customer(f"person{number}", name)

        agree(trade)

        made = Schedule.objects.order_by("pk")
        assert [(one.state, one.runs.count(), bool(one.cancelled_at)) for one in made] == [
            ("active", 2, False),
            ("paused", 1, False),
            ("active", 1, False),
            ("active", 1, True),
        ]
        assert SchedulePrice.objects.filter(from_on__gt=clock.today(acme.time_zone)).count() == 1
        assert not DueWork.objects.filter(name="billing.run_schedule", due_at__lt=clock.now()).exists()
        assert list(faults()) == []
