"""What needs Stripe, done through its stand-in: a connected account, and payments on its checkout page."""

import json
import urllib.request
from typing import Any

from django.conf import settings

from billing.models import PaymentAttempt
from billing.selectors.accounts import open_items
from billing.services.attempts import refresh_attempt
from billing.services.checkout import Wish, start_checkout
from billing.services.connect import refresh_account, start_onboarding
from config.demo.seed.trades import Trade
from crm.models import Customer
from tenants.accounts.models import User
from tenants.kernel.scope import BusinessSnapshot, business_scope, snapshot_of
from tenants.links import business_url

GOOD_CARD = "4242424242424242"


def take_payments_online(business: BusinessSnapshot, trade: Trade) -> BusinessSnapshot:
    """Connect the business to the stand-in and have each customer of the cast pay their newest item there."""
    with business_scope(business):
        owner = User.objects.get(username=trade.team[0].username)
        settings_page = business_url("/workspace/settings/payments/")
        start_onboarding(by=owner, return_url=settings_page, refresh_url=settings_page)
    business = snapshot_of(business.id)
    tell_stand_in("accounts", {"account": business.stripe_account, "do": "enable"})
    with business_scope(business):
        refresh_account()
    business = snapshot_of(business.id)
    with business_scope(business):
        for person, _sketch in trade.cast:
            _pay_newest(Customer.objects.select_related("user").get(user__username=person.username))
    return business


def _pay_newest(customer: Customer) -> None:
    items = open_items(customer.contact_id)
    if not items:
        return
    refresh_attempt(pay_online(customer, items[-1].charge.pk).pk)


def pay_online(customer: Customer, charge_id: int, *, card: str = GOOD_CARD) -> PaymentAttempt:
    """Have a customer pay for one charge on the stand-in's page; nobody here has heard of it yet."""
    portal = business_url("/pay/")
    attempt = start_checkout(
        Wish(
            contact_id=customer.contact_id,
            customer_user_id=customer.user_id,
            charge_ids=[charge_id],
            amount=None,
            success_url=portal,
            cancel_url=portal,
        )
    )
    tell_stand_in("checkout", {"session": attempt.checkout_session, "card": card})
    return attempt


def tell_stand_in(control: str, words: dict[str, Any]) -> dict[str, Any]:
    """Use one of the stand-in's controls; return what it answers."""
    request = urllib.request.Request(  # noqa: S310 our own stand-in, over loopback
        f"{settings.STRIPE_API_BASE}/_test/{control}",
        data=json.dumps(words).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        said: dict[str, Any] = json.load(answer)
    return said
