"""What customers report, and what the team answers."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from crm.errors import AcceptanceStands, CorrectionDecided, DetailMoved, EmailMissing, NothingToCorrect, ReasonMissing
from crm.models import Contact, Correction, Customer, DetailCheck
from crm.services.checks import confirm_details
from crm.services.corrections import report_detail, withdraw_report
from crm.services.decisions import accept_correction, accept_many, decline_correction, undo_acceptance
from emails.models import Message
from tenants.accounts.models import User
from tenants.activity.models import Activity
from tenants.kernel.errors import NotFound
from tenants.kernel.scope import business_scope
from tests.cast import customer as new_customer
from tests.cast import member
from tests.crm.ledger import hold, key_of, ledger, read, report, states, value_of

PHONE = "+351 911 111 111"


@pytest.fixture
def customer(in_acme, cleo) -> Customer:
    customer = Customer.objects.select_related("contact", "user").get(user=cleo)
    hold(customer.contact_id)
    return customer


def accept(made: Correction, by: User, **more: object) -> Correction:
    return accept_correction(made.pk, seen=read(made), by=by, **more)


def test_an_accepted_correction_is_written_and_counts_as_confirmed(customer, ada):
    made = report(customer, "phone", number=PHONE, why="New phone")

    accept(made, ada)

    contact = Contact.objects.get(pk=customer.contact_id)
    assert value_of(contact.pk, "phone") == PHONE
    assert [(phone.label, phone.e164) for phone in contact.phones.all()] == [("mobile", "+351911111111")]
    assert states(contact.pk)["phone"] == "corrected"
    assert "911111111" in contact.search_text
    verbs = list(Activity.objects.filter(contact_id=contact.pk).order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == ["correction.reported", "contact.changed", "correction.accepted"]


def test_what_a_member_writes_instead_waits_to_be_confirmed(customer, ada):
    made = report(customer, "phone", number=PHONE)

    done = accept(made, ada, instead={"number": "+351 922 222 222"})

    assert value_of(customer.contact_id, "phone") == "+351 922 222 222"
    assert states(customer.contact_id)["phone"] == "changed"
    assert done.was_edited


def test_a_second_report_changes_the_open_one(customer):
    first = report(customer, "phone", number=PHONE)
    second = report(customer, "phone", number="+351 933 333 333", why="Typed too fast")

    assert first.pk == second.pk
    assert Correction.objects.get().proposed == {"number": "+351 933 333 333"}


def test_the_same_report_twice_is_one_with_one_entry_in_the_record(customer):
    for _click in range(2):
        report(customer, "phone", number=PHONE)

    assert Correction.objects.count() == 1
    assert Activity.objects.filter(verb="correction.reported").count() == 1


def test_the_database_holds_one_open_report_for_a_detail(customer):
    made = report(customer, "phone", number=PHONE)
    twin = Correction(contact_id=made.contact_id, key=made.key, label="Phone", reported_at=made.reported_at)

    with pytest.raises(IntegrityError, match="crm_correction_one_open"), transaction.atomic():
        twin.save()


def test_what_is_there_already_is_no_correction(customer):
    with pytest.raises(NothingToCorrect):
        report(customer, "phone", number="+351 912 345 678")

    assert not Correction.objects.exists()


def test_nobody_reports_a_detail_of_somebody_else(customer):
    other = new_customer("dana", "Dana Lind").customer
    before = ledger()

    for key in (key_of(other.contact_id, "email"), "email:999999999", "tags", "note"):
        with pytest.raises(NotFound):
            report_detail(customer.pk, key=key, proposed={"address": "x@example.com"})

    assert ledger() == before


def test_something_missing_is_added_under_a_name_of_its_own(customer, ada):
    made = report_detail(customer.pk, key="new:phone", proposed={"number": PHONE})

    done = accept(made, ada)

    assert Contact.objects.get(pk=customer.contact_id).phones.count() == 2
    assert DetailCheck.objects.get(key=done.key).state == "corrected"
    assert done.key.startswith("phone:")


def test_an_empty_name_is_filled_in(customer, ada):
    made = report_detail(customer.pk, key="company_name", proposed={"company_name": "Harbour Café"})

    accept(made, ada)

    assert value_of(customer.contact_id, "company_name") == "Harbour Café"


def test_what_should_not_be_there_is_taken_away(customer, ada):
    confirm_details(customer.pk)
    made = report(customer, "phone")

    accept(made, ada)

    assert "phone" not in states(customer.contact_id)
    assert not DetailCheck.objects.filter(key=made.key).exists()


def test_the_only_address_cannot_be_taken_away(customer, ada):
    made = report(customer, "email")
    before = ledger()

    with pytest.raises(EmailMissing):
        accept(made, ada)

    assert ledger() == before


def test_a_customers_own_address_stays_theirs_when_the_contacts_changes(customer, ada):
    User.objects.filter(pk=customer.user_id).update(last_login=customer.user.created_at)
    made = report(customer, "email", address="new@example.com")

    accept(made, ada)

    assert value_of(customer.contact_id, "email") == "new@example.com"
    assert User.objects.get(pk=customer.user_id).email == "cleo@example.com"


def test_what_the_team_has_changed_meanwhile_is_not_written_over(customer, ada):
    from crm.entries import PhoneEntry

    made = report(customer, "phone", number=PHONE)
    shown = read(made)
    hold(customer.contact_id, phones=(PhoneEntry("+351 944 444 444"),))
    before = ledger()

    with pytest.raises(DetailMoved):
        accept_correction(made.pk, seen=shown, by=ada)

    assert ledger() == before
    accept(made, ada)  # having seen what it says now
    assert value_of(customer.contact_id, "phone") == PHONE


def test_a_declined_correction_needs_a_reason_and_changes_nothing_else(customer, ada):
    made = report(customer, "phone", number=PHONE)
    before = ledger()

    with pytest.raises(ReasonMissing):
        decline_correction(made.pk, reason=" ", by=ada)

    assert ledger() == before
    assert not Message.objects.filter(kind="correction_declined").exists()


def test_the_reason_reaches_the_customer_once(customer, ada):
    confirm_details(customer.pk)
    made = report(customer, "phone", number=PHONE)

    for _click in range(2):
        decline_correction(made.pk, reason="The number does not exist.", by=ada)

    mail = Message.objects.get(kind="correction_declined")
    assert (mail.to, mail.context["answer"]) == ("cleo@example.com", "The number does not exist.")
    assert value_of(customer.contact_id, "phone") == "+351 912 345 678"
    assert states(customer.contact_id)["phone"] == "never"


def test_what_the_customer_proposes_meanwhile_is_not_accepted_unread(customer, ada):
    made = report(customer, "phone", number=PHONE)
    shown = read(made)
    report(customer, "phone", number="+351 999 999 999")
    before = ledger()

    with pytest.raises(DetailMoved):
        accept_correction(made.pk, seen=shown, by=ada)
    with pytest.raises(DetailMoved):
        accept_correction(made.pk, seen=shown, by=ada, instead={"number": PHONE})

    assert ledger() == before


def test_the_first_of_two_members_wins_and_the_other_is_told(customer, ada, ben):
    made = report(customer, "phone", number=PHONE)
    shown = read(made)
    accept_correction(made.pk, seen=shown, by=ada)
    before = ledger()

    with pytest.raises(CorrectionDecided, match="accepted by Ada Lindqvist"):
        decline_correction(made.pk, reason="No", by=ben)
    with pytest.raises(CorrectionDecided):
        accept_correction(made.pk, seen=shown, by=ben)
    accept_correction(made.pk, seen=shown, by=ada)  # her own double click

    assert ledger() == before


def test_what_the_team_has_answered_cannot_be_withdrawn(customer, ada):
    made = report(customer, "phone", number=PHONE)
    accept(made, ada)

    with pytest.raises(CorrectionDecided, match="accepted"):
        withdraw_report(customer.pk, correction_id=made.pk)

    assert value_of(customer.contact_id, "phone") == PHONE


def test_an_acceptance_is_taken_back_while_nobody_has_touched_it(customer, ada):
    made = report(customer, "phone", number=PHONE)
    accept(made, ada)

    undo_acceptance(made.pk, by=ada)

    made.refresh_from_db()
    assert made.is_open
    assert value_of(customer.contact_id, "phone") == "+351 912 345 678"
    assert states(customer.contact_id)["phone"] == "wrong"


def test_an_acceptance_stands_once_the_detail_was_changed_again(customer, ada):
    from crm.entries import PhoneEntry

    made = report(customer, "phone", number=PHONE)
    accept(made, ada)
    hold(customer.contact_id, phones=(PhoneEntry("+351 955 555 555"),))
    before = ledger()

    with pytest.raises(AcceptanceStands):
        undo_acceptance(made.pk, by=ada)

    assert ledger() == before


def test_of_many_each_is_accepted_for_itself(customer, ada):
    one = report(customer, "phone", number=PHONE)
    two = report(customer, "last_name", last_name="Vandam")
    wanted = {one.pk: read(one), two.pk: "what it said last week", 999_999_999: ""}

    done, refused = accept_many(wanted, by=ada)

    assert done == [one.pk]
    assert len(refused) == 1
    assert "Last name was changed meanwhile" in refused[0]
    assert value_of(customer.contact_id, "last_name") == "van Dam"


def test_two_members_at_the_same_moment_are_one_decision(committed):
    with business_scope(committed):
        customer = new_customer("cleo", "Cleo van Dam").customer
        hold(customer.contact_id)
        made = report(customer, "phone", number=PHONE)
        members = [member("ada", "Ada Lindqvist", "owner"), member("ben", "Ben Okafor", "assistant")]
        shown = read(made)
    outcomes: list[str] = []

    def decide(who: User) -> None:
        try:
            with business_scope(committed):
                accept_correction(made.pk, seen=shown, by=who)
            outcomes.append("accepted")
        except CorrectionDecided:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[who]) for who in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["accepted", "told"]
    with business_scope(committed):
        assert Activity.objects.filter(verb="correction.accepted").count() == 1
