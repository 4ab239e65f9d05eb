"""What Mango asks of Stripe, and what it wants to know of the answers. Amounts are in Mango's minor units."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from tenants.kernel.money import Money


class GatewayError(Exception):
    """Something between Mango and Stripe went wrong; the subclass says whether anything can have happened."""


class OutcomeUnknown(GatewayError):
    """No answer came, or none that can be trusted: the request may or may not have taken effect. Look it up."""


class NotDone(GatewayError):
    """Stripe did not take the request up; nothing happened and it may be asked again."""


class Refused(GatewayError):
    """Stripe understood and said no, with a sentence in ``str()``; asking again changes nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the checkout page."""

    name: str
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutRequest:
    """A hosted page to pay on; ``reference`` and ``metadata`` come back with everything that follows from it.

    With a ``customer`` the card that is paid with is kept for them; otherwise ``email`` stands in the page's field.
    """

    reference: str
    currency: str
    lines: tuple[Line, ...]
    success_url: str
    cancel_url: str
    expires_at: int
    email: str = ""
    customer: str = ""
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """A checkout session as it stands, or a charge of a saved card, which is ``declined`` where a page stays open.

    ``outcome`` is open, expired, processing, paid, failed or declined; ``decline`` is the bank's code for why.
    ``paid_at`` is when the money was taken, as far as the object says so.
    """

    id: str
    outcome: str
    reference: str
    minor: int
    currency: str
    url: str = ""
    intent: str = ""
    method: str = "other"
    method_label: str = ""
    failure: str = ""
    decline: str = ""
    paid_at: datetime | None = None
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCharge:
    """A saved card to be charged while its owner is away."""

    reference: str
    customer: str
    card: str
    minor: int
    currency: str
    description: str
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupRequest:
    """A hosted page on which a customer saves a card."""

    customer: str
    success_url: str
    cancel_url: str
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """A card that Stripe keeps for a customer, as far as it may be shown."""

    id: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back; ``state`` is pending, succeeded or failed, ``reference`` the order of ours that it names."""

    id: str
    minor: int
    state: str
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A payment that the payer's bank questions, whether its money was taken back, and whether it came again.

    ``state`` and ``reason`` are Stripe's words; ``due_at`` is None when the bank takes no answer. ``fee`` is what
    Stripe keeps for it, less what it gave back, in the account's currency; None while no money was moved.
    """

    id: str
    intent: str
    minor: int
    is_withdrawn: bool
    is_reinstated: bool
    state: str = "needs_response"
    reason: str = "general"
    due_at: datetime | None = None
    opened_at: datetime | None = None
    submissions: int = 0
    fee: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Money that Stripe took, and how much of it was refunded since."""

    id: str
    intent: str
    minor: int
    refunded_minor: int
    currency: str
    taken_at: datetime
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Account:
    """A business's own Stripe account; ``needs`` is what Stripe still asks for."""

    id: str
    charges_enabled: bool
    payouts_enabled: bool
    details_submitted: bool
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """Money sent to the business's bank; ``state`` is pending, in_transit, paid, failed or canceled."""

    id: str
    minor: int
    currency: str
    state: str
    arrives_on: date


class Gateway(Protocol):
    """Every call may raise GatewayError. ``account`` is the connected account that the call is made for."""

    def create_account(self, *, business: str, name: str, email: str, country: str, key: str) -> Account:
        """Make an account; ``country`` is ISO 3166-1, or empty for the platform's own."""

    def account(self, account: str) -> Account: ...

    def onboarding_url(self, *, account: str, return_url: str, refresh_url: str) -> str: ...

    def open_checkout(self, *, account: str, request: CheckoutRequest, key: str) -> Checkout:
        """Make a session; the same key and request again return the same one."""

    def checkout(self, *, account: str, session: str) -> Checkout: ...

    def find_checkout(self, *, account: str, reference: str, since: datetime) -> Checkout | None:
        """Look for the session of a reference among those made since an instant."""

    def expire_checkout(self, *, account: str, session: str) -> Checkout:
        """Close a session so that it cannot be paid; one that is paid or closed already is returned as it stands."""

    def charge_card(self, *, account: str, request: CardCharge, key: str) -> Checkout:
        """Charge a saved card; a decline is an answer. The same key and request again return what the first did."""

    def card_charge(self, *, account: str, intent: str) -> Checkout: ...

    def find_card_charge(self, *, account: str, customer: str, reference: str, since: datetime) -> Checkout | None:
        """Look for the charge of a reference among those of a customer made since an instant."""

    def create_customer(self, *, account: str, facts: dict[str, str], metadata: dict[str, str], key: str) -> str:
        """Make a customer with a name and an address and return its id; the same key again returns the same one."""

    def setup_url(self, *, account: str, request: SetupRequest) -> str:
        """Make a page on which to save a card, and return its address."""

    def cards(self, *, account: str, customer: str) -> list[Card]:
        """Return the cards that a customer has saved, newest first."""

    def forget_card(self, *, account: str, card: str) -> None:
        """Detach a card from its customer, for good; one that is detached already stays so."""

    def intent_metadata(self, *, account: str, intent: str) -> dict[str, str]: ...

    def taken(self, *, account: str, since: datetime) -> Iterator[Taken]:
        """Yield all that was taken since an instant, newest first, page by page."""

    def refunds(self, *, account: str, intent: str) -> list[Refund]: ...

    def refund(self, *, account: str, intent: str, amount: Money, key: str, metadata: dict[str, str]) -> Refund:
        """Give back part or all of a payment; the same key again returns the same refund."""

    def dispute(self, *, account: str, dispute: str) -> Dispute: ...

    def disputes(self, *, account: str, since: datetime) -> list[Dispute]:
        """Return the disputes that were opened since an instant, newest first."""

    def fee(self, *, account: str, intent: str) -> Money | None:
        """Return what Stripe keeps of a payment; None while it is not booked."""

    def payouts(self, *, account: str, since: datetime) -> list[Payout]:
        """Return the payouts made since an instant, newest first."""

    def answer_dispute(self, *, account: str, dispute: str, evidence: Mapping[str, str], key: str) -> Dispute:
        """Send evidence to the payer's bank, which takes it once; the same key again sends nothing more.

        ``evidence`` is named as Stripe names it: https://docs.stripe.com/api/disputes/update.
        """

    def dispute_page(self, dispute: str) -> str:
        """Return where a dispute is answered in Stripe's own pages, with files."""
