"""The queue and its answers, and accuracy where the team looks."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.models import Correction, Customer, DetailsRequest
from crm.services.checks import confirm_detail, confirm_details
from crm.services.contacts import archive_contact
from emails.models import Message
from tenants.kernel.scope import business_scope
from tests.crm.ledger import hold, ledger, read, report, seen, value_of
from tests.crm.many import make_contacts

QUEUE = "/workspace/contacts/corrections/"
PHONE = "+351 911 111 111"


@pytest.fixture
def made(acme, cleo) -> Correction:
    with business_scope(acme):
        customer = Customer.objects.select_related("contact", "user").get(user=cleo)
        hold(customer.contact_id)
        return report(customer, "phone", number=PHONE, why="New <b>phone</b>")


def shown(acme, made: Correction) -> str:
    with business_scope(acme):
        return read(made)


def post(client: Client, made: Correction, noun: str, **typed: str):
    return client.post(f"{QUEUE}{made.pk}/{noun}/", typed)


def phone(acme, made: Correction) -> str:
    with business_scope(acme):
        return value_of(made.contact_id, "phone")


def test_the_queue_shows_old_and_new_why_and_who(as_ben, made):
    page = as_ben.get(QUEUE).content.decode()

    for words in ("+351 912 345 678", PHONE, "New &lt;b&gt;phone&lt;/b&gt;", "Cleo van Dam"):
        assert words in page
    assert "1 waits" in page


def test_an_assistant_may_accept_and_take_it_back_in_one_press(as_ben, acme, made):
    assert post(as_ben, made, "acceptance", seen=shown(acme, made)).url == QUEUE
    assert phone(acme, made) == PHONE

    page = as_ben.post(QUEUE + "reopening/", follow=True).content.decode()

    assert "Taken back" in page
    assert phone(acme, made) == "+351 912 345 678"


def test_what_a_member_edits_is_checked_and_kept(as_ada, acme, made):
    answer = post(as_ada, made, "acceptance", seen=shown(acme, made), edited="1", number="5" * 41)

    assert answer.status_code == 422
    assert "5" * 41 in answer.content.decode()
    assert phone(acme, made) == "+351 912 345 678"


def test_a_reason_is_asked_for_and_then_sent(as_ada, acme, made):
    assert post(as_ada, made, "refusal", reason=" ").status_code == 422
    assert post(as_ada, made, "refusal", reason="It does not ring.").url == QUEUE

    with business_scope(acme):
        assert Message.objects.get(kind="correction_declined").to == "cleo@example.com"


def test_the_second_member_is_told_and_keeps_what_they_typed(as_ada, as_ben, acme, made):
    post(as_ben, made, "acceptance", seen=shown(acme, made))
    with business_scope(acme):
        before = ledger()

    answer = post(as_ada, made, "refusal", reason="It does not ring.")

    assert answer.status_code == 409
    assert "was accepted by Ben Okafor" in answer.content.decode()
    with business_scope(acme):
        assert ledger() == before


def test_a_value_that_moved_is_shown_and_nothing_is_written(as_ada, acme, made):
    from crm.entries import PhoneEntry

    old = shown(acme, made)
    with business_scope(acme):
        hold(made.contact_id, phones=(PhoneEntry("+351 944 444 444"),))

    answer = post(as_ada, made, "acceptance", seen=old)

    assert answer.status_code == 409
    assert "reads now: +351 944 444 444" in answer.content.decode()
    assert phone(acme, made) == "+351 944 444 444"


def test_several_are_accepted_together_and_taken_back_together(as_ada, acme, cleo, made):
    with business_scope(acme):
        customer = Customer.objects.select_related("contact", "user").get(user=cleo)
        other = report(customer, "last_name", last_name="Vandam")
        typed = {f"seen-{made.pk}": read(made)}
        typed[f"seen-{other.pk}"] = read(other)

    page = as_ada.post(QUEUE + "acceptance/", {"correction": [made.pk, other.pk], **typed}, follow=True)
    assert "2 corrections accepted." in page.content.decode()
    assert phone(acme, made) == PHONE

    as_ada.post(QUEUE + "reopening/")
    with business_scope(acme):
        assert Correction.objects.filter(state="open").count() == 2
        assert value_of(made.contact_id, "last_name") == "van Dam"


@pytest.mark.parametrize("noun", ["acceptance", "refusal"])
def test_the_stranger_gets_the_answer_of_a_random_id(as_gus, acme, made, noun):
    with business_scope(acme):
        before = ledger()

    answers = [as_gus.post(f"{QUEUE}{pk}/{noun}/", {"reason": "No"}).status_code for pk in (made.pk, 987_654_321)]

    assert answers == [404, 404]
    with business_scope(acme):
        assert ledger() == before


def test_a_contact_that_was_put_away_leaves_the_queue(as_ada, acme, made):
    with business_scope(acme):
        archive_contact(made.contact_id)

    assert "Nothing to review" in as_ada.get(QUEUE).content.decode()


def test_the_list_says_how_much_is_known_and_finds_what_is_not(as_ada, acme, cleo, dora, made):
    with business_scope(acme):
        confirm_details(Customer.objects.get(user=cleo).pk)

    page = as_ada.get("/workspace/contacts/").content.decode()
    unchecked = as_ada.get("/workspace/contacts/?show=unchecked")
    reported = as_ada.get("/workspace/contacts/?show=reported")

    assert "80 %" in page
    assert [row.contact.display_name for row in unchecked.context["rows"]] == ["Dora Lind"]
    assert [row.contact.display_name for row in reported.context["rows"]] == ["Cleo van Dam"]


def test_accuracy_costs_a_page_of_contacts_one_query(as_ada, acme):
    with business_scope(acme):
        make_contacts(3)
    as_ada.get("/workspace/contacts/")
    with CaptureQueriesContext(connection) as few:
        as_ada.get("/workspace/contacts/")
    with business_scope(acme):
        make_contacts_more()

    with CaptureQueriesContext(connection) as many:
        as_ada.get("/workspace/contacts/")

    assert len(many) == len(few)
    assert sum("crm_detailcheck" in query["sql"] for query in many) == 1


def make_contacts_more() -> None:
    from crm.models import Contact
    from crm.services.contacts import create_contact
    from tests.cast import TEMPORARY, details_of

    for number in range(4):
        details = details_of("More", f"Of {number}", email=f"more{number}@example.com")
        create_contact(details=details, username=f"more{number}", password=TEMPORARY)
    assert Contact.objects.count() == 7


def test_the_queue_costs_the_same_for_one_as_for_many(as_ada, acme, cleo, made):
    as_ada.get(QUEUE)
    with CaptureQueriesContext(connection) as one:
        as_ada.get(QUEUE)
    with business_scope(acme):
        customer = Customer.objects.select_related("contact", "user").get(user=cleo)
        for kind in ("first_name", "last_name"):
            report(customer, kind, **{kind: "Other"})

    with CaptureQueriesContext(connection) as three:
        as_ada.get(QUEUE)

    assert len(three) == len(one)


def test_contact_and_home_say_the_same(as_ada, acme, cleo, made):
    with business_scope(acme):
        customer = Customer.objects.get(user=cleo)
        confirm_detail(customer.pk, key="first_name", seen=seen(customer.contact_id, "first_name"))

    assert "1 of 5 details confirmed" in as_ada.get(f"/workspace/contacts/{made.contact_id}/").content.decode()
    assert "1 of 5 details confirmed by customers" in as_ada.get("/workspace/").content.decode()
    assert "1 correction to review" in as_ada.get("/workspace/").content.decode()


def test_asking_counts_first_and_writes_to_nobody(as_ada, acme, made, dora):
    typed = {"audience": "", "count": "1", "token": str(uuid4())}

    part = as_ada.post("/workspace/contacts/check/", typed, headers={"HX-Request": "true"}).content.decode()

    assert part.strip() == "2 contacts would be asked"
    with business_scope(acme):
        assert not DetailsRequest.objects.exists()
        assert not Message.objects.filter(kind="check_details").exists()


def test_an_assistant_asks_nobody(as_ben, acme, made):
    answer = as_ben.post(f"/workspace/contacts/{made.contact_id}/check/", {"token": "0" * 32})

    assert answer.status_code == 403
    with business_scope(acme):
        assert not DetailsRequest.objects.exists()
