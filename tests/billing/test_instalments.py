"""What is owed, paid in parts: who offers it, when it counts, what is due when, and how it ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from billing.errors import NoSuchCharge, NothingDue
from billing.errors.autopay import (
    NameMissing,
    NoSuchPlan,
    PlanBeyondLimits,
    PlanEnded,
    PlanOutdated,
    PlansNotOffered,
    PlanTooLate,
    PlanTooSmall,
)
from billing.models import InstalmentPart, InstalmentPlan, InstalmentRules
from billing.selectors.accounts import open_items, overdue_entries, standings
from billing.selectors.faults import faults
from billing.selectors.instalments import instalment_days, plan_of
from billing.selectors.totals import totals
from billing.services.charges import void_charge
from billing.services.instalments import cancel_plan
from billing.services.refunds import RefundDraft, give_back
from tenants.accounts.models import User
from tenants.kernel import clock
from tenants.kernel.jobs.runner import run_due
from tests.billing.books import assert_books_add_up, charge, due, money, pay
from tests.billing.plans import FIRST, agreed, offered, on


@pytest.fixture(autouse=True)
def january():
    with clock.held_at(datetime(2026, 1, 5, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def ada(cleo) -> User:
    return User.objects.create(username="ada", name="Ada Lindqvist", kind="member", role="owner")


@pytest.fixture
def person(cleo) -> User:
    return User.objects.create(username="cleo", name="Cleo van Dam", kind="customer")


@pytest.fixture
def cake(cleo):
    return charge(cleo, 1000, "Cake", due_on=date(2026, 1, 1))


@pytest.fixture
def rolls(cleo):
    return charge(cleo, 500, "Rolls", due_on=date(2026, 1, 2))


@pytest.fixture
def both(cake, rolls):
    return [cake, rolls]


@pytest.fixture
def offer(cleo, ada, cake, rolls):
    return offered(cleo, [cake, rolls], ada)


@pytest.fixture
def plan(cleo, person, offer):
    return agreed(cleo, offer, person)


def left(contact, plan) -> list[tuple[str, int]]:
    return [(f"{each.due_on:%d.%m.}", each.left.minor) for each in plan_of(contact.pk, plan.pk).instalments]


def overdue(contact) -> int:
    return standings([contact.pk])[contact.pk].overdue.minor


def test_the_same_plan_asked_for_twice_is_offered_once(cleo, ada, cake, offer):
    assert offered(cleo, [cake], ada, parts=3).pk == offered(cleo, [cake], ada, parts=3).pk
    assert InstalmentPlan.objects.count() == 2


def test_parts_add_up_and_short_months_have_their_last_day(cleo, ada, cake):
    plan = offered(cleo, [cake], ada, parts=3)

    assert left(cleo, plan) == [("31.01.", 334), ("28.02.", 333), ("31.03.", 333)]
    assert left(cleo, offered(cleo, [cake], ada, parts=2, rhythm="week")) == [("31.01.", 500), ("07.02.", 500)]


def test_an_offer_changes_nothing_until_it_is_agreed_to(cleo, offer, person):
    assert overdue(cleo) == 1500

    agreed(cleo, offer, person)

    assert (overdue(cleo), overdue_entries().count()) == (0, 0)


def test_the_name_the_words_the_time_and_the_place_are_kept(cleo, plan, person):
    assert (plan.agreed_name, plan.agreed_user_id, plan.agreed_address) == ("Cleo van Dam", person.pk, "192.0.2.7")
    assert plan.agreed_at == datetime(2026, 1, 5, 12, tzinfo=UTC)
    assert plan.agreed_text == (
        "I pay €15.00 to Acme Bakery in these parts: 31 January 2026: €3.75; 28 February 2026: €3.75; 31 March 2026:"
        " €3.75; 30 April 2026: €3.75. I may pay early; what I pay settles the next parts. If a part is still open 14"
        " days after its day, this plan ends and what is left is due at once."
    )


def test_each_part_falls_due_on_its_own_day_everywhere(cleo, plan, cake, rolls, ada):
    with on(date(2026, 3, 1)):
        assert overdue(cleo) == 750
        assert [(item.description, item.is_overdue, str(item.due_on)) for item in open_items(cleo.pk)] == [
            ("Cake", True, "2026-01-31"),
            ("Rolls", False, "2026-03-31"),
        ]
        assert (totals(seen_by=ada).overdue, totals(seen_by=ada).expected) == (money(750), money(375))
    days = instalment_days([cake.pk, rolls.pk])
    assert [(f"{day:%d.%m.}", amount.minor) for day, amount in days[cake.pk]] == [
        ("31.01.", 375),
        ("28.02.", 375),
        ("31.03.", 250),
    ]
    assert [(f"{day:%d.%m.}", amount.minor) for day, amount in days[rolls.pk]] == [("31.03.", 125), ("30.04.", 375)]
    assert_books_add_up()


def test_paying_early_settles_the_next_parts_and_paying_all_of_it_ends_the_plan(cleo, plan):
    pay(cleo, 500)
    assert left(cleo, plan) == [("31.01.", 0), ("28.02.", 250), ("31.03.", 375), ("30.04.", 375)]
    pay(cleo, 1000)

    plan.refresh_from_db()
    assert (plan.state, due(cleo), plan_of(cleo.pk, plan.pk).left) == ("paid", {}, money(0))
    assert_books_add_up()


def test_what_is_taken_off_the_account_is_not_paid_in_parts(cleo, plan, rolls):
    void_charge(charge_id=rolls.pk, reason="Never delivered")

    assert left(cleo, plan) == [("31.01.", 375), ("28.02.", 375), ("31.03.", 250), ("30.04.", 0)]
    assert_books_add_up()


def test_money_that_goes_back_opens_the_parts_again(cleo, plan, ada):
    paid = pay(cleo, 500)
    give_back(paid.pk, draft=RefundDraft(amount=money(500), reason="By mistake"), by=ada)

    assert left(cleo, plan) == [("31.01.", 375), ("28.02.", 375), ("31.03.", 375), ("30.04.", 375)]
    assert_books_add_up()


def test_a_missed_part_stays_due_and_after_the_days_of_grace_the_plan_ends(cleo, plan):
    with on(date(2026, 2, 14)):
        run_due()
        plan.refresh_from_db()
        assert (plan.state, overdue(cleo)) == ("active", 375)
    with on(date(2026, 2, 15)):
        run_due()
        plan.refresh_from_db()
        assert (plan.state, overdue(cleo), plan_of(cleo.pk, plan.pk).left) == ("missed", 1500, money(1500))
    assert_books_add_up()


def test_a_part_that_was_paid_late_but_within_the_days_of_grace_ends_nothing(cleo, plan):
    pay(cleo, 375)
    with on(date(2026, 2, 16)):
        run_due()

    plan.refresh_from_db()
    assert plan.state == "active"


def test_the_team_ends_a_plan_and_the_customer_only_an_offer(cleo, offer, person, ada):
    agreed(cleo, offer, person)
    with pytest.raises(PlanEnded):
        cancel_plan(contact_id=cleo.pk, plan_id=offer.pk, by=person)
    assert overdue(cleo) == 0

    cancel_plan(contact_id=cleo.pk, plan_id=offer.pk, by=ada)

    assert (overdue(cleo), InstalmentPlan.objects.get().state) == (1500, "canceled")
    with pytest.raises(PlanEnded):
        agreed(cleo, offer, person)


def test_without_a_name_nothing_is_agreed(cleo, offer, person):
    with pytest.raises(NameMissing):
        agreed(cleo, offer, person, name="  ")

    assert InstalmentPlan.objects.get().state == "offered"


def test_parts_of_what_has_been_paid_meanwhile_are_not_agreed_to(cleo, offer, person):
    pay(cleo, 1)

    with pytest.raises(PlanOutdated):
        agreed(cleo, offer, person)

    assert InstalmentPlan.objects.get().state == "offered"


def test_a_charge_is_in_one_plan(cleo, ada, person, cake, rolls):
    first, second = offered(cleo, [cake], ada), offered(cleo, [cake, rolls], ada)
    agreed(cleo, first, person)

    with pytest.raises(PlanOutdated):
        agreed(cleo, second, person)
    assert offered(cleo, [cake, rolls], ada).amount == money(500)
    with pytest.raises(NothingDue):
        offered(cleo, [cake], ada)


def test_another_contacts_plan_and_charges_are_as_unknown_as_none(cleo, carl, ada, person, offer, cake):
    with pytest.raises(NoSuchPlan):
        agreed(carl, offer, person)
    with pytest.raises(NoSuchPlan):
        plan_of(carl.pk, offer.pk)
    with pytest.raises(NoSuchCharge):
        offered(carl, [cake], ada)

    assert InstalmentPlan.objects.get().state == "offered"


@pytest.mark.parametrize(
    ("rules", "parts", "refusal"),
    [
        ({"is_offered": False}, 2, PlansNotOffered),
        ({"most_parts": 3}, 4, PlanBeyondLimits),
        ({"smallest_minor": 400}, 4, PlanTooSmall),
        ({"above_minor": 1500}, 2, PlanTooSmall),
    ],
)
def test_a_customer_splits_only_within_the_limits(cleo, person, both, rules, parts, refusal):
    InstalmentRules.objects.create(**{"pk": 1, "is_offered": True} | rules)

    with pytest.raises(refusal):
        offered(cleo, both, person, parts=parts)

    assert not InstalmentPlan.objects.exists()


def test_a_customer_within_the_limits_needs_nobody(cleo, person, cake, rolls):
    InstalmentRules.objects.create(pk=1, is_offered=True, most_parts=4, smallest_minor=375, above_minor=1499)

    assert agreed(cleo, offered(cleo, [cake, rolls], person), person).state == "active"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"is_offered": False}, PlansNotOffered),
        ({"most_parts": 3}, PlanBeyondLimits),
        ({"smallest_minor": 376}, PlanTooSmall),
    ],
)
def test_what_was_asked_for_is_held_to_the_limits_of_the_day_on_which_it_is_agreed_to(
    cleo, person, ada, both, change, refusal
):
    InstalmentRules.objects.create(pk=1, is_offered=True, most_parts=4)
    asked = offered(cleo, both, person)
    InstalmentRules.objects.update(**change)

    with pytest.raises(refusal):
        agreed(cleo, asked, person)

    assert (InstalmentPlan.objects.get().state, overdue(cleo)) == ("offered", 1500)
    assert offered(cleo, both, ada).pk == asked.pk
    assert agreed(cleo, asked, person).state == "active"


def test_an_offer_of_which_the_first_part_would_end_it_at_once_is_not_agreed_to(cleo, offer, person):
    with on(FIRST + timedelta(days=15)), pytest.raises(PlanTooLate):
        agreed(cleo, offer, person)

    assert InstalmentPlan.objects.get().state == "offered"
    with on(FIRST + timedelta(days=14)):
        assert agreed(cleo, offer, person).state == "active"


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        ("UPDATE billing_instalment_part SET amount_minor = amount_minor + 1 WHERE number = 1", "plan_sum"),
        ("UPDATE billing_instalment_charge SET is_live = false", "plan_live"),
        ("UPDATE billing_instalment_plan SET contact_id = (SELECT max(id) FROM crm_contact)", "plan_account"),
    ],
)
def test_the_books_notice_a_plan_that_does_not_add_up(cleo, carl, plan, broken, name):
    with connection.cursor() as cursor:
        cursor.execute(broken)

    assert name in {found for found, _sentence in faults()}


def test_the_last_day_is_no_later_than_it_has_to_be(cleo, plan):
    assert InstalmentPart.objects.filter(plan=plan).latest("due_on").due_on == FIRST + timedelta(days=89)
