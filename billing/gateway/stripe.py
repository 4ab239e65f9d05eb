"""The one implementation of the gateway, on the official SDK. Direct charges: each call names the connected account."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from stripe.params import AccountCreateParams, CustomerCreateParams, PaymentIntentCreateParams
from stripe.params.checkout import SessionCreateParams

from billing.gateway import read
from billing.gateway.amounts import to_stripe
from billing.gateway.calling import client, intent_of, speaking
from billing.gateway.protocol import (
    Account,
    Card,
    CardCharge,
    Checkout,
    CheckoutRequest,
    Dispute,
    Payout,
    Refund,
    Refused,
    SetupRequest,
    Taken,
)
from tenants.kernel.money import Money

_DETAILS = ["payment_intent.latest_charge"]
_PAGE = 100


class StripeGateway:
    """Speaks to whatever server ``api_base`` names; it cannot tell Stripe from its stand-in."""

    def __init__(self, *, api_base: str, secret_key: str) -> None:
        self._stripe = client(api_base, secret_key).v1
        self._is_live = "_live_" in secret_key

    def create_account(self, *, business: str, name: str, email: str, country: str, key: str) -> Account:
        params: AccountCreateParams = {
            "controller": {
                "fees": {"payer": "account"},
                "losses": {"payments": "stripe"},
                "stripe_dashboard": {"type": "full"},
            },
            "business_profile": {"name": name},
            "metadata": {"mango_business": business},
        }
        if email:
            params["email"] = email
        if country:
            params["country"] = country
        with speaking():
            return read.account(self._stripe.accounts.create(params, {"idempotency_key": key}))

    def account(self, account: str) -> Account:
        with speaking():
            return read.account(self._stripe.accounts.retrieve(account))

    def onboarding_url(self, *, account: str, return_url: str, refresh_url: str) -> str:
        with speaking():
            link = self._stripe.account_links.create(
                {
                    "account": account,
                    "type": "account_onboarding",
                    "return_url": return_url,
                    "refresh_url": refresh_url,
                }
            )
        return link.url

    def open_checkout(self, *, account: str, request: CheckoutRequest, key: str) -> Checkout:
        params = _session_params(request)
        with speaking():
            made = self._stripe.checkout.sessions.create(params, {"stripe_account": account, "idempotency_key": key})
        return read.checkout(made)

    def checkout(self, *, account: str, session: str) -> Checkout:
        with speaking():
            found = self._stripe.checkout.sessions.retrieve(
                session, {"expand": cast("list[Any]", _DETAILS)}, {"stripe_account": account}
            )
        return read.checkout(found)

    def find_checkout(self, *, account: str, reference: str, since: datetime) -> Checkout | None:
        made_since = {"created": {"gte": int(since.timestamp())}, "limit": _PAGE}
        with speaking():
            pages = self._stripe.checkout.sessions.list(cast("Any", made_since), {"stripe_account": account})
            for session in pages.auto_paging_iter():
                if session.client_reference_id == reference:
                    return self.checkout(account=account, session=session.id)
        return None

    def expire_checkout(self, *, account: str, session: str) -> Checkout:
        try:
            with speaking():
                self._stripe.checkout.sessions.expire(session, options={"stripe_account": account})
        except Refused:  # it is no longer open: then what it has become is what counts
            pass
        return self.checkout(account=account, session=session)

    def charge_card(self, *, account: str, request: CardCharge, key: str) -> Checkout:
        try:
            with speaking():
                made = self._stripe.payment_intents.create(
                    _charge_params(request), {"stripe_account": account, "idempotency_key": key}
                )
        except Refused as refusal:
            intent = intent_of(refusal)
            if intent is None:
                raise
            return self.card_charge(account=account, intent=intent)
        return read.card_charge(made)

    def card_charge(self, *, account: str, intent: str) -> Checkout:
        with speaking():
            found = self._stripe.payment_intents.retrieve(
                intent, {"expand": ["latest_charge"]}, {"stripe_account": account}
            )
        return read.card_charge(found)

    def find_card_charge(self, *, account: str, customer: str, reference: str, since: datetime) -> Checkout | None:
        made_since = {"customer": customer, "created": {"gte": int(since.timestamp())}, "limit": _PAGE}
        with speaking():
            pages = self._stripe.payment_intents.list(cast("Any", made_since), {"stripe_account": account})
            for intent in pages.auto_paging_iter():
                if read.metadata(intent.metadata).get("mango_reference") == reference:
                    return self.card_charge(account=account, intent=intent.id)
        return None

    def create_customer(self, *, account: str, facts: dict[str, str], metadata: dict[str, str], key: str) -> str:
        params = cast("CustomerCreateParams", {**facts, "metadata": metadata})
        with speaking():
            made = self._stripe.customers.create(params, {"stripe_account": account, "idempotency_key": key})
        return made.id

    def setup_url(self, *, account: str, request: SetupRequest) -> str:
        with speaking():
            made = self._stripe.checkout.sessions.create(
                {
                    "mode": "setup",
                    "customer": request.customer,
                    "allowed_payment_method_types": ["card"],
                    "metadata": request.metadata,
                    "setup_intent_data": {"metadata": request.metadata},
                    "success_url": request.success_url,
                    "cancel_url": request.cancel_url,
                },
                {"stripe_account": account},
            )
        return made.url or ""

    def cards(self, *, account: str, customer: str) -> list[Card]:
        with speaking():
            pages = self._stripe.payment_methods.list(
                {"customer": customer, "type": "card", "limit": _PAGE}, {"stripe_account": account}
            )
            return [read.card(method) for method in pages.auto_paging_iter()]

    def forget_card(self, *, account: str, card: str) -> None:
        with speaking():
            found = self._stripe.payment_methods.retrieve(card, options={"stripe_account": account})
            if found.customer:
                self._stripe.payment_methods.detach(card, options={"stripe_account": account})

    def intent_metadata(self, *, account: str, intent: str) -> dict[str, str]:
        with speaking():
            found = self._stripe.payment_intents.retrieve(intent, options={"stripe_account": account})
        return read.metadata(found.metadata)

    def taken(self, *, account: str, since: datetime) -> Iterator[Taken]:
        made_since = {"created": {"gte": int(since.timestamp())}, "limit": _PAGE}
        with speaking():
            pages = self._stripe.charges.list(cast("Any", made_since), {"stripe_account": account})
            yield from (read.taken(charge) for charge in pages.auto_paging_iter() if charge.status == "succeeded")

    def refunds(self, *, account: str, intent: str) -> list[Refund]:
        with speaking():
            pages = self._stripe.refunds.list({"payment_intent": intent, "limit": _PAGE}, {"stripe_account": account})
            return [read.refund(refund) for refund in pages.auto_paging_iter()]

    def refund(self, *, account: str, intent: str, amount: Money, key: str, metadata: dict[str, str]) -> Refund:
        number = to_stripe(amount.minor, amount.currency)
        with speaking():
            made = self._stripe.refunds.create(
                {"payment_intent": intent, "amount": number, "metadata": metadata},
                {"stripe_account": account, "idempotency_key": key},
            )
        return read.refund(made)

    def dispute(self, *, account: str, dispute: str) -> Dispute:
        with speaking():
            return read.dispute(self._stripe.disputes.retrieve(dispute, options={"stripe_account": account}))

    def disputes(self, *, account: str, since: datetime) -> list[Dispute]:
        made_since = {"created": {"gte": int(since.timestamp())}, "limit": _PAGE}
        with speaking():
            pages = self._stripe.disputes.list(cast("Any", made_since), {"stripe_account": account})
            return [read.dispute(dispute) for dispute in pages.auto_paging_iter()]

    def fee(self, *, account: str, intent: str) -> Money | None:
        with speaking():
            found = self._stripe.payment_intents.retrieve(
                intent, {"expand": ["latest_charge.balance_transaction"]}, {"stripe_account": account}
            )
        return read.fee(found)

    def payouts(self, *, account: str, since: datetime) -> list[Payout]:
        made_since = {"created": {"gte": int(since.timestamp())}, "limit": _PAGE}
        with speaking():
            pages = self._stripe.payouts.list(cast("Any", made_since), {"stripe_account": account})
            return [read.payout(payout) for payout in pages.auto_paging_iter()]

    def answer_dispute(self, *, account: str, dispute: str, evidence: Mapping[str, str], key: str) -> Dispute:
        params = {"evidence": dict(evidence), "submit": True}
        with speaking():
            sent = self._stripe.disputes.update(
                dispute, cast("Any", params), {"stripe_account": account, "idempotency_key": key}
            )
        return read.dispute(sent)

    def dispute_page(self, dispute: str) -> str:
        return f"https://dashboard.stripe.com/{'' if self._is_live else 'test/'}disputes/{dispute}"


def _charge_params(request: CardCharge) -> PaymentIntentCreateParams:
    return {
        "amount": to_stripe(request.minor, request.currency),
        "currency": request.currency.lower(),
        "customer": request.customer,
        "payment_method": request.card,
        "description": request.description,
        "metadata": {**request.metadata, "mango_reference": request.reference},
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        "off_session": True,
        "confirm": True,
        "expand": ["latest_charge"],
    }


def _session_params(request: CheckoutRequest) -> SessionCreateParams:
    currency = request.currency.lower()
    params: SessionCreateParams = {
        "mode": "payment",
        "client_reference_id": request.reference,
        "metadata": request.metadata,
        "payment_intent_data": {"metadata": request.metadata},
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
        "expires_at": request.expires_at,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": currency,
                    "unit_amount": to_stripe(line.minor, request.currency),
                    "product_data": {"name": line.name},
                },
            }
            for line in request.lines
        ],
    }
    if request.customer:
        params["customer"] = request.customer
        params["payment_method_options"] = {"card": {"setup_future_usage": "off_session"}}
    elif request.email:
        params["customer_email"] = request.email
    return params
