"""The accuracy ledger: what is confirmed, what stops being so, and how much of it all that is."""

from datetime import timedelta

import pytest

from crm.models import Contact, Customer, DetailCheck
from crm.selectors.accuracy import accuracy_by_contact, accuracy_of_all, standing_of
from crm.selectors.checks import accuracy_of, checked_details, percent_checked
from crm.services.checks import confirm_detail, confirm_details
from crm.services.contacts import archive_contact
from crm.services.corrections import withdraw_report
from tenants.kernel import clock
from tests.crm.ledger import hold, key_of, report, seen, states


@pytest.fixture
def customer(in_acme, cleo) -> Customer:
    customer = Customer.objects.select_related("contact").get(user=cleo)
    hold(customer.contact_id)
    return customer


def percent(contact_id: int) -> int:
    return accuracy_by_contact([contact_id])[contact_id].percent


@pytest.mark.parametrize(
    ("checked", "shown", "percent"), [(0, 0, 0), (0, 5, 0), (1, 3, 33), (2, 3, 66), (199, 200, 99), (5, 5, 100)]
)
def test_only_all_of_it_is_all_of_it(checked, shown, percent):
    assert percent_checked(checked, shown) == percent


def test_a_detail_begins_unchecked_and_is_confirmed_by_itself(customer):
    contact = customer.contact_id
    assert set(states(contact).values()) == {"never"}

    assert confirm_detail(customer.pk, key=key_of(contact, "phone"), seen=seen(contact, "phone"))

    assert states(contact) == {
        "first_name": "never",
        "last_name": "never",
        "email": "never",
        "phone": "confirmed",
        "address": "never",
    }
    assert percent(contact) == 20


def test_all_of_it_is_confirmed_in_one_go_but_for_what_is_reported_wrong(customer):
    report(customer, "phone", number="+351 911 111 111")

    assert confirm_details(customer.pk) == 4

    assert states(customer.contact_id)["phone"] == "wrong"
    assert percent(customer.contact_id) == 80
    assert Customer.objects.get(pk=customer.pk).details_reviewed_at is not None


def test_what_the_team_changes_after_it_was_confirmed_is_unchecked_again(customer):
    confirm_details(customer.pk)
    phone = key_of(customer.contact_id, "phone")

    hold(customer.contact_id, phones=(), last_name="Vandam")

    assert states(customer.contact_id) == {
        "first_name": "confirmed",
        "last_name": "changed",
        "email": "confirmed",
        "address": "confirmed",
    }
    assert percent(customer.contact_id) == 75
    assert not DetailCheck.objects.filter(key=phone).exists()


def test_a_detail_edited_in_its_place_keeps_its_name_and_its_history(customer):
    from crm.entries import PhoneEntry

    confirm_details(customer.pk)
    phone = key_of(customer.contact_id, "phone")

    hold(customer.contact_id, phones=(PhoneEntry("+351 930 000 000"),))

    assert key_of(customer.contact_id, "phone") == phone
    assert states(customer.contact_id)["phone"] == "changed"


def test_saving_without_a_change_leaves_everything_confirmed(customer):
    confirm_details(customer.pk)

    hold(customer.contact_id)

    assert set(states(customer.contact_id).values()) == {"confirmed"}


def test_nobody_confirms_what_they_have_not_seen(customer):
    stale = {key_of(customer.contact_id, "last_name"): seen(customer.contact_id, "last_name")}
    hold(customer.contact_id, last_name="Vandam")

    assert not confirm_detail(customer.pk, key="last_name", seen=stale["last_name"])
    assert confirm_details(customer.pk, seen=stale) == 0

    assert not DetailCheck.objects.exists()
    assert Customer.objects.get(pk=customer.pk).details_reviewed_at is None


def test_an_answer_counts_for_a_year(customer):
    with clock.held_at(clock.now() - timedelta(days=364)):
        confirm_details(customer.pk)
    assert percent(customer.contact_id) == 100

    with clock.held_at(clock.now() + timedelta(days=2)):
        assert percent(customer.contact_id) == 0
        assert states(customer.contact_id)["email"] == "confirmed"


def test_the_database_and_the_page_count_alike(customer):
    confirm_details(customer.pk)
    report(customer, "address", street="Elsewhere 2", postcode="", city="Porto", region="", country="PT")
    hold(customer.contact_id, last_name="Vandam")
    details = checked_details(Contact.objects.get(pk=customer.contact_id))

    counted, due = standing_of(customer.contact_id)

    assert counted == accuracy_of(details) == accuracy_of_all()
    assert (counted.shown, counted.checked, due) == (5, 3, 1)


def test_withdrawing_a_report_leaves_the_detail_as_it_was_before(customer):
    confirm_details(customer.pk)
    made = report(customer, "phone", number="+351 911 111 111")
    assert percent(customer.contact_id) == 80

    withdraw_report(customer.pk, correction_id=made.pk)

    assert percent(customer.contact_id) == 100


def test_what_is_right_after_all_takes_its_report_back(customer):
    made = report(customer, "phone", number="+351 911 111 111")

    confirm_detail(customer.pk, key=made.key, seen=seen(customer.contact_id, "phone"))

    made.refresh_from_db()
    assert made.state == "withdrawn"
    assert states(customer.contact_id)["phone"] == "confirmed"


def test_contacts_that_were_put_away_do_not_count_for_the_business(customer):
    confirm_details(customer.pk)

    archive_contact(customer.contact_id)

    assert accuracy_of_all().shown == 0


def test_the_whole_business_costs_one_query(customer, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert accuracy_of_all().shown == 5
