"""What goes back and what is let go, part by part: on its own day, and to the cent."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from billing.selectors.profit import profit
from billing.selectors.statements import Period
from billing.services.charges import ChargeDraft, add_charge
from billing.services.rates import set_rate
from billing.services.refunds import RefundDraft, give_back
from billing.services.write_offs import write_off
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.money import Money
from tests.billing.books import charge, contact, money, pay
from tests.billing.test_profit import figures

pytestmark = pytest.mark.usefixtures("in_acme")
SPRING = Period(date(2026, 3, 1), date(2026, 5, 31))


@pytest.fixture(autouse=True)
def _march(in_acme):
    with clock.held_at(datetime(2026, 3, 20, 12, tzinfo=UTC)):
        yield


def profit_of(period: Period):
    return profit(period, way="month", member=User(kind="member", role="owner"))


def test_what_is_let_go_part_by_part_comes_to_what_was_charged():
    set_rate(currency="USD", rate=Decimal("0.9"), valid_from=date(2026, 1, 1))
    for currency in ("EUR", "USD"):
        price = Money(10_000, currency)
        tart = add_charge(
            contact_id=contact().pk, draft=ChargeDraft(description="Tart", unit_price=price, tax_rate=Decimal(19))
        )
        for minor in (3_967, 3_967, 3_966):
            write_off(charge_id=tart.pk, reason="Gone", amount=Money(minor, currency))

    assert figures(profit_of(SPRING).total) == (19_000, -19_000, 0, 0, 0, 0)


def test_refunds_count_on_their_own_days_within_whatever_period():
    cleo = contact()
    charge(cleo, 10_000, "Cake", tax_rate=Decimal(20))
    paid = pay(cleo, 12_000)
    for month, minor in ((4, 3_000), (5, 6_000)):
        with clock.held_at(datetime(2026, month, 10, 12, tzinfo=UTC)):
            give_back(paid.pk, draft=RefundDraft(amount=money(minor), reason="Stale"))

    april = Period(date(2026, 4, 1), date(2026, 4, 30))
    assert [group.profit.minor for group in profit_of(SPRING).groups] == [10_000, -2_500, -5_000]
    assert profit_of(april).total.profit == money(-2_500)
    pay(cleo, 3_000)  # for what went back first
    assert [group.profit.minor for group in profit_of(SPRING).groups] == [10_000, -5_000]
