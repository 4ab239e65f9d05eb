"""Never twice for one thing: killed between any two steps, two at once, answers lost, events early."""

from datetime import timedelta

import pytest

from billing.models import AutopayRun, Payment, PaymentAttempt
from billing.services import attempts, autopay
from billing.services.autopay import charge_contact
from emails.models import Message
from tenants.kernel import clock
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import business_scope
from tests.billing import books
from tests.billing.autopay_world import agree, charged, save_card
from tests.billing.books import assert_books_add_up, charge, due
from tests.billing.stripe_world import deliver
from tests.billing.test_storm import inside, together

INTENTS = "POST /v1/payment_intents"


class Killed(BaseException):
    """The worker is gone at this point."""


@pytest.fixture
def tart(stripe, cleo):
    save_card(stripe, cleo)
    agree(cleo)
    return charge(cleo, 1000, "Tart")


def later(**how) -> None:
    """Some time passes, and the workers do what is due."""
    with clock.held_at(clock.now() + timedelta(**how)):
        run_due()


def charged_once(stripe, cleo) -> None:
    assert (charged(stripe, cleo), due(cleo)) == ([(1000, "succeeded")], {})
    assert (Payment.objects.get().state, AutopayRun.objects.get().state) == ("succeeded", "paid")
    assert Message.objects.filter(kind="receipt").count() == 1
    assert_books_add_up()


def before_stripe(monkeypatch) -> None:
    monkeypatch.setattr(autopay, "ask", killed)


def after_stripe(monkeypatch) -> None:
    asked = attempts._asked
    monkeypatch.setattr(attempts, "_asked", lambda attempt: killed(asked(attempt)))


def before_the_books_are_closed(monkeypatch) -> None:
    monkeypatch.setattr(attempts, "succeed", killed)


def after_the_books_are_closed(monkeypatch) -> None:
    concluded = attempts.conclude
    monkeypatch.setattr(attempts, "conclude", lambda *found: killed(concluded(*found)))


def killed(*_args, **_named):
    raise Killed


STEPS = [before_stripe, after_stripe, before_the_books_are_closed, after_the_books_are_closed]


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_anywhere_charges_once(stripe, cleo, tart, monkeypatch, step):
    with monkeypatch.context() as patch:
        step(patch)
        with pytest.raises(Killed):
            charge_contact(cleo.pk)
    charge_contact(cleo.pk)  # the work is leased again by another worker
    later(minutes=5)
    later(hours=2)
    charge_contact(cleo.pk)

    charged_once(stripe, cleo)


def test_an_answer_that_never_came_is_looked_up_and_not_asked_for_again(stripe, cleo, tart):
    stripe.lose_answers(2, INTENTS)
    assert charge_contact(cleo.pk).state == "created"
    assert PaymentAttempt.objects.get().state == "unknown"
    assert charge_contact(cleo.pk) is None
    before = stripe.requests(INTENTS)
    later(minutes=2)

    assert stripe.requests(INTENTS) == before
    charged_once(stripe, cleo)


def test_what_never_reached_stripe_is_asked_for_anew_when_it_cannot_come_any_more(stripe, cleo, tart):
    stripe.controls.post("faults", kind="500", count=2, match=INTENTS)
    charge_contact(cleo.pk)
    later(minutes=30)
    assert charged(stripe, cleo) == []
    later(hours=2)

    charged_once(stripe, cleo)
    assert sorted(PaymentAttempt.objects.values_list("state", flat=True)) == ["expired", "succeeded"]


def test_an_event_that_comes_before_the_answer_books_it_once(stripe, cleo, tart, monkeypatch):
    asked = attempts._asked

    def overtaken(attempt):
        answer = asked(attempt)
        deliver(
            [event for event in stripe.events(attempt.stripe_account) if event["type"].startswith("payment_intent")]
        )
        assert PaymentAttempt.objects.get().state == "succeeded"
        return answer

    monkeypatch.setattr(attempts, "_asked", overtaken)
    charge_contact(cleo.pk)

    charged_once(stripe, cleo)


def test_stripe_is_asked_under_the_key_that_was_written_down_and_answers_it_once(stripe, cleo, tart):
    attempt = charge_contact(cleo.pk)
    attempts._asked(PaymentAttempt.objects.get(pk=attempt.pk))
    attempts._asked(PaymentAttempt.objects.get(pk=attempt.pk))

    charged_once(stripe, cleo)


@pytest.mark.integration
def test_workers_at_once_charge_once(shop, stripe):
    with business_scope(shop):
        cleo = books.contact()
        save_card(stripe, cleo)
        agree(cleo)
        charge(cleo, 1000, "Tart")

    made = together(inside(shop, lambda: charge_contact(cleo.pk)), 10)

    assert len([attempt for attempt in made if attempt]) == 1
    with business_scope(shop):
        charged_once(stripe, cleo)
