"""A gateway that keeps one card and charges it, for tests that are about days and not about Stripe's protocol."""

from typing import ClassVar

from billing.gateway.protocol import Card, CardCharge, Checkout
from tenants.kernel.money import Money


class CardGateway:
    """The card is refused with the bank's code while ``declines`` holds one; ``asked`` counts each key once."""

    declines: ClassVar[str] = ""
    expires: ClassVar[tuple[int, int]] = (2040, 1)
    asked: ClassVar[dict[str, Checkout]] = {}

    def __init__(self, **_addresses: str) -> None:
        """Take the settings' addresses and call none of them."""

    @classmethod
    def begin(cls) -> None:
        cls.declines, cls.expires, cls.asked = "", (2040, 1), {}

    @classmethod
    def decline(cls, code: str) -> None:
        cls.declines = code

    @classmethod
    def renew(cls, year: int, month: int) -> None:
        cls.expires = (year, month)

    def create_customer(self, *, key: str, **_facts: object) -> str:
        return f"cus_{key}"[:100]

    def cards(self, **_of: str) -> list[Card]:
        return [Card("pm_only", "Visa", "4242", exp_month=self.expires[1], exp_year=self.expires[0])]

    def charge_card(self, *, request: CardCharge, key: str, **_of: str) -> Checkout:
        if key not in self.asked:
            number = f"pi_{len(self.asked) + 1}"
            self.asked[key] = Checkout(
                id=number,
                intent=number,
                outcome="declined" if self.declines else "paid",
                decline=self.declines,
                failure="Your card was declined." if self.declines else "",
                reference=request.reference,
                minor=request.minor,
                currency=request.currency,
                method="card",
                metadata=request.metadata,
            )
        return self.asked[key]

    def card_charge(self, *, intent: str, **_of: str) -> Checkout:
        return next(one for one in self.asked.values() if one.id == intent)

    def fee(self, **_of: str) -> Money:
        return Money(30, "EUR")
