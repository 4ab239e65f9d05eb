"""Other currencies: kept apart on every account, counted in the business's own at the rate of their day."""

from datetime import date
from decimal import Decimal

import pytest

from billing.errors import NoExchangeRate, OwnCurrency, RateNotPositive, SeveralCurrencies
from billing.gateway.amounts import from_stripe, to_stripe
from billing.gateway.standin.currency import SUPPORTED, decimals
from billing.models import Charge, ExchangeRate
from billing.selectors.accounts import account_currencies, all_standings, balance_of, open_items
from billing.selectors.lines import account_lines
from billing.selectors.rates import currencies, in_base, sums
from billing.selectors.statements import ageing_of
from billing.selectors.totals import totals
from billing.services.charges import ChargeDraft, add_charge
from billing.services.checkout import Wish, _items
from billing.services.payments import PaymentDraft, record_payment
from billing.services.products import ProductDraft, save_product
from billing.services.rates import set_rate
from tenants import places
from tenants.kernel.money import CurrencyMismatch, Money, exponent
from tests.billing.books import assert_books_add_up, charge, pay


def dollars(minor: int) -> Money:
    return Money(minor, "USD")


def charged(of, amount: Money, **facts) -> Charge:
    return add_charge(contact_id=of.pk, draft=ChargeDraft(description="Consulting", unit_price=amount, **facts))


@pytest.fixture
def with_dollars(in_acme) -> None:
    set_rate(currency="USD", rate=Decimal("0.92"), valid_from=date(2026, 1, 1))


@pytest.mark.usefixtures("with_dollars")
def test_dollars_and_euros_are_owed_side_by_side_and_never_added(cleo):
    charge(cleo, 1000)
    charged(cleo, dollars(5000))

    assert balance_of(cleo.pk) == Money(1000, "EUR")
    assert [one.owed for one in all_standings([cleo.pk])[cleo.pk]] == [Money(1000, "EUR"), dollars(5000)]
    assert account_currencies(cleo.pk) == ["EUR", "USD"]
    assert [item.due for item in open_items(cleo.pk, "USD")] == [dollars(5000)]
    assert [line.balance for line in account_lines(cleo.pk, currency="USD")] == [dollars(5000)]
    assert sum(age.due.minor for age in ageing_of(cleo.pk, "USD")) == 5000
    assert_books_add_up()


@pytest.mark.usefixtures("with_dollars")
def test_euros_pay_for_no_dollars(cleo):
    charged(cleo, dollars(5000))

    pay(cleo, 9000)

    assert (balance_of(cleo.pk), balance_of(cleo.pk, "USD")) == (Money(-9000, "EUR"), dollars(5000))
    assert_books_add_up()


@pytest.mark.usefixtures("with_dollars")
def test_each_amount_keeps_the_rate_of_its_day(cleo):
    before = charged(cleo, dollars(5000), charged_on=date(2026, 3, 1))
    set_rate(currency="USD", rate=Decimal("0.80"), valid_from=date(2026, 6, 1))
    after = charged(cleo, dollars(5000), charged_on=date(2026, 6, 1))
    draft = PaymentDraft(amount=dollars(5000), method="cash", received_on=date(2026, 5, 31))
    payment = record_payment(contact_id=cleo.pk, draft=draft)

    assert (before.rate, after.rate, payment.rate) == (Decimal("0.92"), Decimal("0.80"), Decimal("0.92"))
    assert in_base(before.amount, before.rate) == Money(4600, "EUR")
    assert in_base(after.amount, after.rate) == Money(4000, "EUR")


def test_a_currency_without_a_rate_is_not_charged(cleo):
    with pytest.raises(NoExchangeRate, match="JPY"):
        charged(cleo, Money(5000, "JPY"))

    assert Charge.objects.count() == 0


@pytest.mark.usefixtures("with_dollars")
def test_before_its_first_rate_a_currency_is_worth_nothing_known(cleo):
    with pytest.raises(NoExchangeRate):
        charged(cleo, dollars(5000), charged_on=date(2025, 12, 31))

    assert Charge.objects.count() == 0


@pytest.mark.usefixtures("with_dollars")
def test_one_payment_is_for_one_currency(cleo, acme):
    ids = [charge(cleo, 1000).pk, charged(cleo, dollars(5000)).pk]
    wish = {"contact_id": cleo.pk, "customer_user_id": None, "amount": None, "success_url": "", "cancel_url": ""}

    with pytest.raises(SeveralCurrencies):
        _items(Wish(charge_ids=ids, **wish))
    with pytest.raises(CurrencyMismatch):
        pay(cleo, 1000, charge_ids=ids[1:])

    assert cleo.payment_attempts.count() == cleo.payments.count() == 0


@pytest.mark.usefixtures("with_dollars")
def test_what_is_owed_elsewhere_stands_beside_the_totals(cleo, ada):
    charge(cleo, 1000)
    charged(cleo, dollars(5000))
    record_payment(contact_id=cleo.pk, draft=PaymentDraft(amount=dollars(2000), method="cash"))

    found = totals(seen_by=ada)

    assert (found.owed, found.elsewhere) == (Money(1000, "EUR"), [dollars(3000)])
    assert found.received_this_month == Money(1840, "EUR")


@pytest.mark.parametrize(
    ("currency", "rate", "refusal"),
    [("EUR", "1.1", OwnCurrency), ("USD", "0", RateNotPositive), ("USD", "-1", RateNotPositive)],
)
def test_a_rate_is_of_another_currency_and_more_than_nothing(in_acme, currency, rate, refusal):
    with pytest.raises(refusal):
        set_rate(currency=currency, rate=Decimal(rate))

    assert ExchangeRate.objects.count() == 0


@pytest.mark.usefixtures("with_dollars")
def test_a_product_may_have_its_price_in_dollars(in_acme):
    product = save_product(draft=ProductDraft(name="Consulting", price=dollars(5000)))

    assert product.price == dollars(5000)
    assert currencies() == ["EUR", "USD"]


def test_sums_stay_apart(in_acme):
    found = sums([Money(5, "USD"), Money(2, "EUR"), Money(3, "USD"), Money(0, "JPY")])

    assert found == [Money(2, "EUR"), Money(8, "USD")]


def test_stripe_is_asked_for_the_same_money_in_every_currency_that_it_takes():
    """Some that nobody divides any more, such as RSD, it counts in hundredths."""
    asked = {code: to_stripe(10 ** exponent(code), code) for code in places.currencies() if code.lower() in SUPPORTED}

    assert asked == {code: 10 ** decimals(code.lower()) for code in asked}
    assert (asked["RSD"], asked["ISK"], asked["JPY"], asked["KWD"]) == (100, 100, 1, 1000)
    assert {code for code in asked if from_stripe(asked[code], code.lower()) != 10 ** exponent(code)} == set()


@pytest.mark.parametrize(
    ("currency", "minor", "rate", "euros"),
    [("JPY", 1234, "0.0061", 753), ("KWD", 1234, "3.01", 371), ("ISK", 1250, "0.0069", 863)],
)
def test_decimals_of_every_kind_are_counted_right(in_acme, currency, minor, rate, euros):
    assert in_base(Money(minor, currency), Decimal(rate)) == Money(euros, "EUR")
