"""Many at once: threads, real commits, the real webhook view, the real gateway and Stripe's stand-in."""

import itertools
import os
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from billing.errors import StripeSilent
from billing.gateway import gateway
from billing.inbox.models import StripeEvent
from billing.models import LedgerEntry, Payment, PaymentAttempt
from billing.selectors.accounts import balance_of, balances
from billing.selectors.payments import settled_items
from billing.services.attempts import refresh_attempt
from emails.models import Message
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import perform
from tenants.kernel.scope import business_scope, platform_scope
from tests.billing import books
from tests.billing.stripe_world import checkout, knock
from tests.cast import member

SIMULTANEOUS = int(os.environ.get("MANGO_SIMULTANEOUS", "200"))
PAYMENTS = int(os.environ.get("MANGO_STORM", "250"))
COPIES, AT_A_TIME, CONTACTS = 5, 16, 25


def at_once(work: Callable[[Any], Any], things: Iterable[Any], *, threads: int = AT_A_TIME) -> list[Any]:
    """Do work for each thing in threads that give their connection back; raises what any of them raised."""

    def one(thing: Any) -> Any:
        try:
            return work(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, things))


def together(work: Callable[[], Any], count: int) -> list[Any]:
    """Start the same work in as many threads at the same moment."""
    barrier = threading.Barrier(count)

    def start(_: int) -> Any:
        barrier.wait()
        return work()

    return at_once(start, range(count), threads=count)


def inside(shop: Any, work: Callable[..., Any]) -> Callable[..., Any]:
    def scoped(*given: Any) -> Any:
        with business_scope(shop):
            return work(*given)

    return scoped


def test_of_many_simultaneous_payments_of_one_charge_one_is_applied_and_the_rest_is_credit(shop):
    with business_scope(shop):
        cleo = books.contact()
        tart = books.charge(cleo, 1000, "Tart")

    together(inside(shop, lambda: books.pay(cleo, 1000, charge_ids=[tart.pk], send_receipt=False).pk), SIMULTANEOUS)

    with business_scope(shop):
        applied = [payment for payment in Payment.objects.all() if settled_items(payment)]
        assert (len(applied), Payment.objects.count()) == (1, SIMULTANEOUS)
        assert balance_of(cleo.pk) == books.money(-1000 * (SIMULTANEOUS - 1))
        books.assert_books_add_up()


def clicked(contact, charge) -> int | None:
    """Return the attempt; None where Stripe was still busy with the same click, and its customer is asked to wait."""
    try:
        return checkout(contact, charge).pk
    except StripeSilent:
        return None


def test_many_simultaneous_clicks_open_one_page_and_pay_once(shop, stripe):
    with business_scope(shop):
        cleo = books.contact()
        tart = books.charge(cleo, 1000, "Tart")
    before = len(stripe.objects("checkout.session"))

    attempts = together(inside(shop, lambda: clicked(cleo, tart)), SIMULTANEOUS // 10)
    with business_scope(shop):
        attempt = PaymentAttempt.objects.get()
        stripe.pay(attempt)
    together(inside(shop, lambda: refresh_attempt(attempt.pk).state), SIMULTANEOUS)

    with business_scope(shop):
        assert set(attempts) - {None} == {attempt.pk}
        assert len(stripe.objects("checkout.session")) == before + 1
        assert books.entries(cleo) == [("charge", 1000), ("payment", -1000)]
        books.assert_books_add_up()


def test_two_sessions_paid_for_one_thing_and_heard_of_at_once_leave_credit_once_and_tell_once(shop, stripe):
    with business_scope(shop):
        member("ada", "Ada Lindqvist", "owner")
        cleo = books.contact()
        tart = books.charge(cleo, 1000, "Tart")
        forgotten = checkout(cleo, tart)
        PaymentAttempt.objects.update(state="expired")
        forgotten.items.update(is_live=False)
        second = checkout(cleo, tart)
    for attempt in (forgotten, second):
        stripe.pay(attempt)

    turns = itertools.cycle([forgotten.pk, second.pk])
    together(inside(shop, lambda: refresh_attempt(next(turns)).state), 24)

    with business_scope(shop):
        assert books.entries(cleo) == [("charge", 1000), ("payment", -1000), ("payment", -1000)]
        assert balance_of(cleo.pk) == books.money(-1000)
        assert Message.objects.filter(kind="payment_surplus").count() == 1
        assert Message.objects.filter(kind="receipt").count() == 2
        books.assert_books_add_up()


OUTCOMES = {"paid": "completed", "processing": "completed", "failed": "async_payment_failed", "expired": "expired"}


class Model:
    """What the books ought to say, by nothing but writing down and addition: no code of the product is in it."""

    def __init__(self) -> None:
        self.entries: Counter[tuple[int, str, int]] = Counter()
        self.paid = 0

    def charged(self, contact_id: int, minor: int) -> None:
        self.entries[contact_id, "charge", minor] += 1

    def ended(self, contact_id: int, minor: int, outcome: str) -> None:
        if outcome == "paid":
            self.entries[contact_id, "payment", -minor] += 1
            self.paid += 1

    def balances(self) -> dict[int, int]:
        sums: Counter[int] = Counter()
        for (contact_id, _kind, minor), count in self.entries.items():
            sums[contact_id] += minor * count
        return dict(sums)


@pytest.fixture
def storm(shop, settings):
    """Attempts of many contacts that have all ended at Stripe, of which Mango has heard nothing: events and model."""
    settings.STRIPE_GATEWAY = "tests.billing.scripted_gateway.ScriptedGateway"
    dice, model, events = random.Random(20260314), Model(), []
    with business_scope(shop):
        contacts = [books.contact(f"Contact {number}", f"c{number}@example.com") for number in range(CONTACTS)]
        for number in range(PAYMENTS):
            contact, minor = contacts[number % CONTACTS], dice.randrange(100, 50_000)
            part, outcome = dice.choice([minor, minor, minor // 2]), dice.choice(["paid"] * 7 + list(OUTCOMES))
            attempt = checkout(contact, books.charge(contact, minor, f"Item {number}"), amount=books.money(part))
            model.charged(contact.pk, minor)
            model.ended(contact.pk, part, outcome)
            events.append(told(shop, OUTCOMES[outcome], gateway().end(attempt.checkout_session, outcome)))
    return events, model


def told(shop, kind: str, thing: dict[str, Any]) -> dict[str, Any]:
    kind = f"checkout.session.{kind}"
    event = {"id": f"evt_{thing['id']}", "type": kind, "account": shop.stripe_account, "livemode": False}
    return event | {"data": {"object": thing}}


def work_of(shop) -> list[int]:
    """Return what the events have asked for, by id."""
    with platform_scope():
        mine = DueWork.objects.filter(business_id=shop.id, name="billing.handle_event")
        work = list(mine.values_list("pk", flat=True))
    connection.close()
    return work


def verify(shop) -> str:
    said = StringIO()
    call_command("verify_ledger", shop.subdomain, stdout=said)
    return said.getvalue()


def test_payments_heard_of_five_times_in_any_order_end_in_the_ledger_of_the_model(shop, storm):
    events, model = storm
    deliveries = events * COPIES
    random.Random(7).shuffle(deliveries)
    connection.close()

    assert set(at_once(knock, deliveries)) == {200}
    work = work_of(shop)
    at_once(perform, work * 2)

    with platform_scope():
        states = StripeEvent.objects.filter(account=shop.stripe_account).values_list("state", flat=True)
        assert (len(work), Counter(states)) == (PAYMENTS, {"done": PAYMENTS})
    with business_scope(shop):
        rows = LedgerEntry.objects.values_list("contact_id", "kind", "amount_minor")
        assert Counter(rows) == model.entries
        assert {pk: balance.minor for pk, balance in balances(model.balances()).items()} == model.balances()
        assert Message.objects.filter(kind="receipt").count() == model.paid
    assert verify(shop) == "own-business: the books add up\n"
    plant_an_error(shop)
    with pytest.raises(CommandError, match="faults") as refusal:
        verify(shop)
    assert refusal.value.returncode == 1


def plant_an_error(shop) -> None:
    """Let one payment be a cent more than what was posted of it."""
    with business_scope(shop):
        payment = Payment.objects.filter(state="succeeded").first()
        Payment.objects.filter(pk=payment.pk).update(amount_minor=payment.amount_minor + 1)
