"""Mails about paying in parts: one for each offer, agreement and end, to whom it concerns."""

from datetime import UTC, date, datetime

import pytest

from billing.models import InstalmentRules
from emails.models import Message
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.jobs.runner import run_due
from tests.billing.books import charge, pay
from tests.billing.plans import agreed, offered, on

PARTS = [
    {"day": "31 January 2026", "amount": "€3.34"},
    {"day": "28 February 2026", "amount": "€3.33"},
    {"day": "31 March 2026", "amount": "€3.33"},
]


@pytest.fixture(autouse=True)
def january():
    with clock.held_at(datetime(2026, 1, 5, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def ada() -> User:
    return User(name="Ada Lindqvist", kind="member", role="owner")


@pytest.fixture
def person(cleo) -> User:
    return User.objects.create(username="cleo", name="Cleo van Dam", kind="customer")


@pytest.fixture
def cake(cleo):
    return charge(cleo, 1000, "Cake", due_on=date(2026, 1, 1))


def mails() -> list[str]:
    return list(Message.objects.filter(kind__startswith="plan_").order_by("pk").values_list("kind", flat=True))


def test_what_the_team_offers_is_told_once_with_its_parts(cleo, ada, cake):
    for _ in range(2):
        plan = offered(cleo, [cake], ada, parts=3)

    mail = Message.objects.get(kind="plan_offered")
    assert (mail.to, mail.context["amount"], mail.context["parts"]) == ("cleo@example.com", "€10.00", PARTS)
    assert mail.context["link"].endswith(f"/plans/{plan.pk}/")


def test_whoever_asks_by_themselves_is_on_the_page_already_until_the_team_offers_the_same(cleo, ada, person, cake):
    InstalmentRules.objects.create(pk=1, is_offered=True, most_parts=4, smallest_minor=1, above_minor=1)
    offered(cleo, [cake], person, parts=3)
    assert mails() == []

    offered(cleo, [cake], ada, parts=3)

    assert mails() == ["plan_offered"]


def test_whoever_agrees_gets_a_copy_of_their_word_once(cleo, ada, person, cake):
    plan = offered(cleo, [cake], ada, parts=3)
    for _ in range(2):
        plan = agreed(cleo, plan, person)

    mail = Message.objects.get(kind="plan_agreed")
    assert (mail.context["signer"], mail.context["agreement"]) == ("Cleo van Dam", plan.agreed_text)
    assert mail.context["parts"] == PARTS


def test_a_plan_that_ends_because_a_part_was_missed_says_what_is_left(cleo, ada, person, cake):
    agreed(cleo, offered(cleo, [cake], ada, parts=3), person)
    pay(cleo, 334)

    for day in (date(2026, 3, 14), date(2026, 3, 15), date(2026, 3, 16)):
        with on(day):
            run_due()

    assert mails() == ["plan_offered", "plan_agreed", "plan_ended"]
    assert Message.objects.get(kind="plan_ended").context["left"] == "€6.66"
