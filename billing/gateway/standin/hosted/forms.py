"""What a customer types into the checkout, read and checked before any money is asked for."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from billing.gateway.standin.cards import NOT_A_TEST_CARD, TestCard
from billing.gateway.standin.errors import ApiError
from billing.gateway.standin.resources.methods import look_up

_EXPIRY = re.compile(r"^\s*(\d{1,2})\s*[/\-. ]\s*(\d{2}|\d{4})\s*$|^\s*(\d{2})(\d{2})\s*$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+$")


@dataclass
class CardForm:
    """`errors` by field name; a card is there when the number is right."""

    card: TestCard | None = None
    expiry: tuple[int, int] = (0, 0)
    errors: dict[str, str] = field(default_factory=dict)
    declined: str | None = None


def read_card(form: dict[str, str], now: int) -> CardForm:
    read = CardForm()
    _read_number(read, form.get("cardNumber", ""))
    _read_expiry(read, form.get("cardExpiry", ""), now)
    cvc = form.get("cardCvc", "").strip()
    if not re.fullmatch(r"\d{3,4}", cvc):
        read.errors["cardCvc"] = "Your card's security code is incomplete."
    if (email := form.get("email", "").strip()) and not _EMAIL.match(email):
        read.errors["email"] = "Your email is invalid."
    return read


def _read_number(read: CardForm, number: str) -> None:
    if not re.fullmatch(r"[\d\s-]{14,}", number.strip()):
        read.errors["cardNumber"] = "Your card number is incomplete."
        return
    try:
        read.card = look_up(number.strip())
    except ApiError as error:
        if error.message == NOT_A_TEST_CARD.message:
            read.declined = "Only Stripe's test cards work here, and no real card ever should. See the list below."
        read.errors["cardNumber"] = "Your card number is invalid." if not read.declined else "Not a test card."


def _read_expiry(read: CardForm, text: str, now: int) -> None:
    match = _EXPIRY.match(text)
    if match is None or not 1 <= int(match[1] or match[3]) <= 12:  # noqa: PLR2004 - months
        read.errors["cardExpiry"] = "Your card's expiration date is incomplete."
        return
    month, year = int(match[1] or match[3]), int(match[2] or match[4]) % 100 + 2000
    today = datetime.fromtimestamp(now, UTC)
    if (year, month) < (today.year, today.month):
        read.errors["cardExpiry"] = "Your card's expiration date is in the past."
    read.expiry = (month, year)
