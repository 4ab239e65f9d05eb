"""Stripe's published test cards and bank accounts, and what each of them does (https://docs.stripe.com/testing)."""

from dataclasses import dataclass
from typing import Literal

Authentication = Literal["never", "unless_set_up", "always"]


@dataclass(frozen=True)
class Decline:
    code: str
    message: str
    decline_code: str | None = None


GENERIC = Decline("card_declined", "Your card was declined.", "generic_decline")
INSUFFICIENT = Decline("card_declined", "Your card has insufficient funds.", "insufficient_funds")
UNAUTHENTICATED = Decline(
    "payment_intent_authentication_failure",
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
)
NEEDS_AUTHENTICATION = Decline(
    "authentication_required",
    "Your card was declined. This transaction requires authentication.",
    "authentication_required",
)
NOT_A_TEST_CARD = Decline(
    "card_declined",
    "Your card was declined. Your request was in test mode, but used a non test card."
    " For a list of valid test cards, visit: https://stripe.com/docs/testing.",
    "test_mode_live_card",
)


@dataclass(frozen=True)
class TestCard:
    """`dispute` is the reason of the dispute that follows the payment; `refunds` is how its refunds end."""

    number: str
    brand: str = "visa"
    funding: str = "credit"
    country: str = "US"
    decline: Decline | None = None
    declines_setup: bool = True
    authentication: Authentication = "never"
    dispute: str | None = None
    refunds: Literal["succeeded", "pending", "failed"] = "succeeded"


_CARDS = (
    TestCard("4242424242424242"),
    TestCard("4000056655665556", funding="debit"),
    TestCard("5555555555554444", brand="mastercard"),
    TestCard("5200828282828210", brand="mastercard", funding="debit"),
    TestCard("378282246310005", brand="amex"),
    TestCard("6011111111111117", brand="discover"),
    TestCard("4000002760000016", country="DE"),
    TestCard("4000000000000002", decline=GENERIC),
    TestCard("4000000000009995", decline=INSUFFICIENT),
    TestCard("4000000000009987", decline=Decline("card_declined", "Your card was declined.", "lost_card")),
    TestCard("4000000000009979", decline=Decline("card_declined", "Your card was declined.", "stolen_card")),
    TestCard("4000000000000069", decline=Decline("expired_card", "Your card has expired.")),
    TestCard("4000000000000127", decline=Decline("incorrect_cvc", "Your card's security code is incorrect.")),
    TestCard(
        "4000000000000119",
        decline=Decline("processing_error", "An error occurred while processing your card. Try again in a little bit."),
    ),
    TestCard("4000000000000341", decline=GENERIC, declines_setup=False),
    TestCard("4000002500003155", authentication="unless_set_up"),
    TestCard("4000002760003184", authentication="always"),
    TestCard("4000000000003220", authentication="always"),
    TestCard("4000008260003178", authentication="always", decline=INSUFFICIENT, declines_setup=False),
    TestCard("4000008400001629", authentication="always", decline=GENERIC),
    TestCard("4000000000000259", dispute="fraudulent"),
    TestCard("4000000000002685", dispute="product_not_received"),
    TestCard("4000000000007726", refunds="pending"),
    TestCard("4000000000005126", refunds="failed"),
)
CARDS = {card.number: card for card in _CARDS}

# Payment methods that exist everywhere without being created.
NAMED = {
    "pm_card_visa": "4242424242424242",
    "pm_card_visa_debit": "4000056655665556",
    "pm_card_mastercard": "5555555555554444",
    "pm_card_amex": "378282246310005",
    "pm_card_discover": "6011111111111117",
    "pm_card_visa_chargeDeclined": "4000000000000002",
    "pm_card_chargeDeclined": "4000000000000002",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_chargeDeclinedExpiredCard": "4000000000000069",
    "pm_card_chargeCustomerFail": "4000000000000341",
    "pm_card_authenticationRequiredOnSetup": "4000002500003155",
    "pm_card_authenticationRequired": "4000002760003184",
    "pm_card_threeDSecure2Required": "4000000000003220",
    "pm_card_createDispute": "4000000000000259",
    "pm_card_pendingRefund": "4000000000007726",
    "pm_card_refundFail": "4000000000005126",
}


@dataclass(frozen=True)
class Debit:
    """How a bank debit ends once the bank has answered."""

    failure_code: str | None = None
    message: str = ""


DEBITS = {
    "000123456789": Debit(),
    "000111111116": Debit("no_account", "The bank account could not be located."),
    "000111111113": Debit("account_closed", "The bank account has been closed."),
    "000222222227": Debit("insufficient_funds", "The bank account has insufficient funds."),
}
NAMED_DEBITS = {
    "pm_usBankAccount_success": "000123456789",
    "pm_usBankAccount_noAccount": "000111111116",
    "pm_usBankAccount_accountClosed": "000111111113",
    "pm_usBankAccount_insufficientFunds": "000222222227",
}
DEBIT_TYPES = {
    "usd": "us_bank_account",
    "eur": "sepa_debit",
    "gbp": "bacs_debit",
    "aud": "au_becs_debit",
    "cad": "acss_debit",
    "nzd": "nz_bank_account",
}


def passes_luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[0::2]) + sum(doubled)) % 10 == 0
