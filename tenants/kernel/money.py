"""Money: a whole number of the currency's smallest unit. There are no floats here and none may enter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from http import HTTPStatus

from babel import numbers
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import MangoError

_LETTERS = re.compile(r"[^\W\d_]")
_GROUPS = r"\D?\d{1,3}(?:%s\d{2,3})*%s\d{3}"

MAX_MINOR = 10**14
"""Above any sum a small business handles and far below what bigint holds."""


class InvalidAmount(MangoError):
    code = "invalid_amount"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("“%(text)s” is not an amount of money. Write it like %(example)s.")


class AmountOutOfRange(InvalidAmount):
    code = "amount_out_of_range"
    message = _("“%(text)s” is too much: %(most)s is the most that can be written down. Look at it again.")


class CurrencyMismatch(MangoError):
    code = "currency_mismatch"
    status = HTTPStatus.CONFLICT
    message = _("Amounts in %(one)s and %(other)s cannot be added.")


def read_number(text: str, locale: str = "en") -> Decimal:
    """Read a number as a locale writes it; raises Babel's NumberFormatError.

    Babel drops whatever groups thousands, so that 12,50 would be 1250 in English: groups that are not of threes (in
    India of twos before the last) are somebody else's decimals, and are refused.
    """
    number = numbers.parse_decimal(text, locale=locale, strict=False)
    whole, _point, decimals = text.partition(numbers.get_decimal_symbol(locale))
    between = rf"[\s{re.escape(numbers.get_group_symbol(locale))}]"
    is_grouped = re.search(between, text) is not None
    if is_grouped and (re.search(between, decimals) or not re.fullmatch(_GROUPS % (between, between), whole)):
        raise numbers.NumberFormatError(text)
    return number


def exponent(currency: str) -> int:
    """Return how many decimals a currency has (ISO 4217): 0 for JPY, 2 for EUR, 3 for KWD."""
    return numbers.get_currency_precision(currency)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units of one currency (ISO 4217, upper case)."""

    minor: int
    currency: str

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> Money:
        """Return an amount of major units, rounded half up to the currency's smallest unit."""
        scaled = amount.scaleb(exponent(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return cls(int(scaled), currency)

    @classmethod
    def parse(cls, text: str, currency: str, locale: str = "en") -> Money:
        """Read what a person typed in their locale.

        Raises InvalidAmount, also for more decimals than exist, and AmountOutOfRange.
        """
        try:
            amount = read_number(text.strip(), locale)
        except numbers.NumberFormatError:
            amount = Decimal("NaN")
        if _LETTERS.search(text):  # 1e3 and Infinity are numbers to Python, not to a shopkeeper
            amount = Decimal("NaN")
        example = cls(12 * 10 ** exponent(currency), currency).plain(locale)
        if not amount.is_finite() or amount != round(amount, exponent(currency)):
            raise InvalidAmount(text=text, example=example)
        money = cls.of(amount, currency)
        if abs(money.minor) > MAX_MINOR:
            raise AmountOutOfRange(text=text, most=cls(MAX_MINOR, currency).format(locale))
        return money

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def format(self, locale: str = "en") -> str:
        """Return the amount with its currency as the locale writes it: ``€1,234.50``."""
        return numbers.format_currency(self.amount, self.currency, locale=locale)

    def plain(self, locale: str = "en") -> str:
        """Return the amount without its currency, as an input field shows it: ``1234.50``."""
        decimals = "0" * exponent(self.currency)
        pattern = f"0.{decimals}" if decimals else "0"
        return numbers.format_decimal(self.amount, format=pattern, locale=locale, group_separator=False)

    def times(self, factor: Decimal) -> Money:
        """Multiply by a quantity or rate, rounding half up."""
        product = (Decimal(self.minor) * factor).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return Money(int(product), self.currency)

    def part(self, share: Decimal | int, of: Decimal | int) -> Money:
        """Return ``share`` in ``of`` of it, both positive, rounding half up; no division is rounded before that."""
        exact = Fraction(self.minor) * Fraction(share) / Fraction(of)
        return Money(int(abs(exact) + Fraction(1, 2)) * (1 if exact >= 0 else -1), self.currency)

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Share out by weights with the largest remainders first; the parts always add up to the whole."""
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("Weights must not be negative, and one must be positive.")
        shares = [divmod(self.minor * weight, total) for weight in weights]
        left = self.minor - sum(share for share, _remainder in shares)
        by_remainder = sorted(range(len(weights)), key=lambda index: shares[index][1], reverse=True)
        extra = set(by_remainder[:left])
        return [Money(share + (index in extra), self.currency) for index, (share, _) in enumerate(shares)]

    def __add__(self, other: Money) -> Money:
        self._refuse_other(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._refuse_other(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def _refuse_other(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(one=self.currency, other=other.currency)
