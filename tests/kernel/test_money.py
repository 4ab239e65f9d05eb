from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.kernel.money import CurrencyMismatch, InvalidAmount, Money

CURRENCIES = st.sampled_from(["EUR", "USD", "JPY", "KWD", "ISK"])
MINOR = st.integers(min_value=-(10**12), max_value=10**12)


@given(MINOR, CURRENCIES, st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_shares_always_add_up_to_the_whole(minor, currency, weights):
    parts = Money(minor, currency).split(weights)

    assert sum(part.minor for part in parts) == minor
    assert all(part.minor == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(MINOR, CURRENCIES, st.lists(st.integers(1, 10**6), min_size=1, max_size=12))
def test_a_share_is_never_more_than_one_unit_off(minor, currency, weights):
    parts = Money(minor, currency).split(weights)

    exact = [Decimal(minor) * weight / sum(weights) for weight in weights]
    assert all(abs(part.minor - share) < 1 for part, share in zip(parts, exact, strict=True))


@given(MINOR, CURRENCIES, st.sampled_from(["en", "de", "fr", "pt"]))
def test_what_a_field_shows_reads_back_the_same(minor, currency, locale):
    money = Money(minor, currency)

    assert Money.parse(money.plain(locale), currency, locale) == money


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.50", "EUR", 1250),
        ("1,234.5", "USD", 123450),
        ("1500", "JPY", 1500),
        ("1.234", "KWD", 1234),
        (" 7 ", "EUR", 700),
    ],
)
def test_amounts_are_read_with_their_currencys_decimals(text, currency, minor):
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "locale"),
    [("12,50", "en"), ("1,5", "en"), ("12,5,0", "en"), ("1.5,00", "en"), ("1,234.5,0", "en"), ("12.50", "pt"),
     ("12.50", "de"), ("1 23", "fr")],
)  # fmt: skip
def test_somebody_elses_decimals_are_no_thousands(text, locale):
    with pytest.raises(InvalidAmount):
        Money.parse(text, "EUR", locale)


@pytest.mark.parametrize(
    ("text", "locale", "minor"),
    [("-1,234.50", "en", -123450), ("1234", "en", 123400), (".5", "en", 50), ("1.234.567,8", "de", 123456780),
     ("1 234,50", "fr", 123450), ("12,34,567", "en_IN", 123456700), ("12.50", "pt_PT", 1250)],
)  # fmt: skip
def test_thousands_are_read_as_they_are_written_there(text, locale, minor):
    assert Money.parse(text, "EUR", locale) == Money(minor, "EUR")


@pytest.mark.parametrize("text", ["", "twelve", "12.345", "NaN", "Infinity", "1e3"])
def test_what_is_no_amount_is_refused_with_an_example(text):
    with pytest.raises(InvalidAmount, match=r"12\.00"):
        Money.parse(text, "EUR")


def test_an_amount_beyond_counting_is_refused_with_the_most_there_is():
    with pytest.raises(InvalidAmount, match=r"1,000,000,000,000\.00 is the most"):
        Money.parse("1" * 20, "EUR", locale="en")


def test_halves_round_up():
    assert Money.of(Decimal("0.125"), "EUR") == Money(13, "EUR")
    assert Money(5, "JPY").times(Decimal("0.5")) == Money(3, "JPY")


def test_a_part_is_rounded_once():
    """100 / 144 has no end: 126 of it are 87.5, which a quotient rounded beforehand makes a little less."""
    assert Money(126, "EUR").part(100, 144) == Money(88, "EUR")
    assert Money(-126, "EUR").part(100, 144) == Money(-88, "EUR")


def test_two_currencies_are_never_added():
    with pytest.raises(CurrencyMismatch, match="EUR and USD"):
        Money(1, "EUR") + Money(1, "USD")


def test_amounts_are_written_in_the_readers_locale():
    assert Money(123450, "EUR").format("en") == "€1,234.50"
    assert Money(1500, "JPY").format("en") == "¥1,500"
    assert Money(-123450, "EUR").format("de") == "-1.234,50\xa0€"
