"""Balance transactions, the balance they add up to, and payouts of it."""

from collections import defaultdict
from typing import Any

from billing.gateway.standin.call import Call, merge_metadata
from billing.gateway.standin.currency import supported
from billing.gateway.standin.errors import ApiError, Json
from billing.gateway.standin.routing import Route, listing, retrieving

_DAY = 24 * 3600
AVAILABLE_AFTER_SECONDS = 2 * _DAY
_CATEGORY = {"adjustment": "dispute", "payment": "charge", "payment_refund": "refund"}


def book(call: Call, source: Json, kind: str, amount: int, **facts: Any) -> Json:
    """One movement of the account's money; `fees` is a list of (type, amount, description)."""
    fees = facts.get("fees", [])
    fee = sum(amount for _, amount, _ in fees)
    delay = AVAILABLE_AFTER_SECONDS if kind in ("charge", "payment") else 0
    return call.save(
        call.new(
            "balance_transaction",
            type=kind,
            reporting_category=facts.get("category") or _CATEGORY.get(kind, kind),
            amount=amount,
            fee=fee,
            net=amount - fee,
            fee_details=[_fee_detail(source["currency"], *each) for each in fees],
            currency=source["currency"],
            description=facts.get("description") or source.get("description"),
            source=source["id"],
            available_on=call.now + delay,
            status="pending" if delay else "available",
            balance_type="payments",
        )
    )


def _fee_detail(currency: str, kind: str, amount: int, description: str) -> Json:
    return {"amount": amount, "application": None, "currency": currency, "description": description, "type": kind}


def _matured(call: Call, transaction: Json) -> Json:
    return {**transaction, "status": "available" if transaction["available_on"] <= call.now else "pending"}


def totals(call: Call) -> tuple[dict[str, int], dict[str, int]]:
    """What is available and what is pending, per currency."""
    available: dict[str, int] = defaultdict(int)
    pending: dict[str, int] = defaultdict(int)
    for each in call.select("balance_transaction"):
        side = available if each["available_on"] <= call.now else pending
        side[each["currency"]] += each["net"]
    return available, pending


def retrieve_balance(call: Call) -> Json:
    available, pending = totals(call)
    currencies = sorted({*available, *pending, str(call.merchant().get("default_currency") or "usd")})
    return call.new(
        "balance",
        available=[_amount(currency, available[currency]) for currency in currencies],
        pending=[_amount(currency, pending[currency]) for currency in currencies],
        connect_reserved=[{"amount": 0, "currency": currency} for currency in currencies],
    )


def _amount(currency: str, amount: int) -> Json:
    return {"amount": amount, "currency": currency, "source_types": {"card": amount}}


def list_transactions(call: Call) -> Json:
    answer = listing("balance_transaction", "type", "source", "currency", "payout")(call)
    answer["data"] = [_matured(call, each) for each in answer["data"]]
    return answer


def retrieve_transaction(call: Call, object_id: str) -> Json:
    return _matured(call, call.get("balance_transaction", object_id))


def create_payout(call: Call) -> Json:
    return pay_out(call, call.params["amount"], supported(call.params["currency"]), automatic=False)


def pay_out(call: Call, amount: int, currency: str, *, automatic: bool, days: int = 0) -> Json:
    """Send available money to the bank, where it is after some days; refused beyond what is available."""
    if not 1 <= amount <= totals(call)[0][currency]:
        raise ApiError(
            "You have insufficient funds in your Stripe account for this payout.",
            code="balance_insufficient",
            param="amount",
        )
    payout = call.new(
        "payout",
        amount=amount,
        currency=currency,
        automatic=automatic,
        arrival_date=call.now + days * _DAY,
        description=call.params.get("description") or "STRIPE PAYOUT",
        destination=f"ba_{call.account.removeprefix('acct_')}",
        method=call.params.get("method", "standard"),
        metadata=merge_metadata({}, call.params.get("metadata", {})),
        reconciliation_status="completed" if automatic else "not_applicable",
        source_type="card",
        status="in_transit" if days else "paid",
        type="bank_account",
        _due=call.now + days * _DAY if days else None,
    )
    payout["balance_transaction"] = book(call, payout, "payout", -amount)["id"]
    call.save(payout)
    for event_type in ("payout.created",) if days else ("payout.created", "payout.paid"):
        call.emit(event_type, payout)
    return payout


def arrive(call: Call, payout: Json) -> None:
    """The bank has it."""
    call.emit("payout.paid", call.save({**payout, "status": "paid", "_due": None}))


ROUTES = [
    Route("GET", "/v1/balance", retrieve_balance, "BalanceRetrieveParams"),
    Route("GET", "/v1/balance_transactions", list_transactions, "BalanceTransactionListParams"),
    Route("GET", "/v1/balance_transactions/{object_id}", retrieve_transaction, "BalanceTransactionRetrieveParams"),
    Route("GET", "/v1/payouts", listing("payout", "status"), "PayoutListParams"),
    Route("POST", "/v1/payouts", create_payout, "PayoutCreateParams"),
    Route("GET", "/v1/payouts/{object_id}", retrieving("payout"), "PayoutRetrieveParams"),
]
