"""A contact's people: their way in, how it is renewed, taken away and given back."""

from dataclasses import replace

import pytest

from crm.entries import EmailEntry, Person
from crm.errors import AccessSuspended, ContactArchived, EmailMissing, NameMissing, UsernameMissing
from crm.models import Customer
from crm.selectors.access import PortalState, access_of
from crm.services.access import add_customer, resend_welcome, restore_access, suspend_access
from crm.services.contacts import archive_contact, restore_contact, update_contact
from emails.models import Message
from tenants.accounts.errors import UsernameTaken
from tenants.accounts.models import Session, User
from tenants.activity.models import Activity
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tenants.kernel.signing import unseal
from tests.accounts.factors import with_factor
from tests.cast import PASSWORD, TEMPORARY, details_of
from tests.signing_in import sign_in

PERSON = Person("Dana Lind", "dana@example.com")


@pytest.fixture
def door(in_acme, dora) -> Customer:
    return dora.customers.select_related("user").get()


def state(contact) -> PortalState:
    return access_of(contact)[0].state


def latest(customer: Customer) -> Message:
    customer.refresh_from_db()
    return Message.objects.get(pk=customer.welcome_message_id)


def test_a_resend_mails_a_new_password_and_ends_the_old_one(door):
    first = latest(door)

    resend_welcome(door.pk)

    message = latest(door)
    new = unseal(message.sealed)
    user = User.objects.get(pk=door.user_id)
    assert message.pk != first.pk
    assert new != TEMPORARY
    assert user.check_password(new)
    assert not user.check_password(TEMPORARY)
    assert user.must_change_password
    assert Activity.objects.filter(verb="access.resent", contact_id=door.contact_id).count() == 1


def test_a_resend_signs_the_customer_out(client, acme, cleo):
    sign_in(client, cleo)
    with business_scope(acme):
        assert Session.objects.select_related("user").get(user=cleo).is_alive
        resend_welcome(cleo.customer.pk)

        assert not Session.objects.select_related("user").get(user=cleo).is_alive
        assert not User.objects.get(pk=cleo.pk).check_password(PASSWORD)


def test_a_resend_by_link_mails_a_link_and_still_ends_the_old_password(acme, cleo):
    with business_scope(replace(acme, welcome_by_link=True)):
        resend_welcome(cleo.customer.pk)

        assert unseal(latest(cleo.customer).sealed).startswith("http://acme.localhost")
        assert not User.objects.get(pk=cleo.pk).check_password(PASSWORD)


def test_a_suspended_customer_keeps_their_password_for_when_they_are_back(in_acme, cleo):
    suspend_access(cleo.customer.pk)
    assert User.objects.get(pk=cleo.pk).suspended_at is not None
    with pytest.raises(AccessSuspended):
        resend_welcome(cleo.customer.pk)

    restore_access(cleo.customer.pk)

    user = User.objects.get(pk=cleo.pk)
    assert user.suspended_at is None
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("mail", "shown"),
    [
        ("queued", PortalState.QUEUED),
        ("sending", PortalState.QUEUED),
        ("held", PortalState.QUEUED),
        ("sent", PortalState.SENT),
        ("delivered", PortalState.DELIVERED),
        ("opened", PortalState.OPENED),
        ("bounced", PortalState.BOUNCED),
        ("complained", PortalState.BOUNCED),
        ("failed", PortalState.NOT_SENT),
    ],
)
def test_before_the_first_sign_in_the_state_is_the_mails(door, dora, mail, shown):
    Message.objects.filter(pk=door.welcome_message_id).update(state=mail)

    assert state(dora) == shown


def test_the_story_goes_from_signed_in_to_suspended_and_starts_again_with_a_new_password(door, dora):
    User.objects.filter(pk=door.user_id).update(last_login=clock.now())
    assert state(dora) == PortalState.SIGNED_IN

    suspend_access(door.pk)
    assert state(dora) == PortalState.SUSPENDED

    restore_access(door.pk)
    resend_welcome(door.pk)
    assert state(dora) == PortalState.QUEUED


def test_a_contact_without_a_welcome_shows_that_none_was_sent(door, dora):
    Customer.objects.filter(pk=door.pk).update(welcome_message_id=None)

    assert state(dora) == PortalState.NOT_SENT


def test_another_person_gets_an_account_of_their_own(door, dora):
    customer = add_customer(dora.pk, person=PERSON, username="dana", password=TEMPORARY)

    assert [way.user.username for way in access_of(dora)] == ["dora", "dana"]
    assert latest(customer).to == "dana@example.com"
    dora.refresh_from_db()
    assert "dana" in dora.search_text


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"person": Person("", "dana@example.com")}, NameMissing),
        ({"person": Person("Dana", "")}, EmailMissing),
        ({"username": " "}, UsernameMissing),
        ({"username": "Dora"}, UsernameTaken),
    ],
)
def test_another_person_is_refused_whole(door, dora, given, refusal):
    before = (Customer.objects.count(), User.objects.count(), Message.objects.count())

    with pytest.raises(refusal):
        add_customer(dora.pk, **{"person": PERSON, "username": "dana", "password": TEMPORARY, **given})

    assert (Customer.objects.count(), User.objects.count(), Message.objects.count()) == before


def test_an_archived_contact_gets_nobody_new_and_no_mail_until_restored(door, dora):
    archive_contact(dora.pk)
    with pytest.raises(ContactArchived):
        add_customer(dora.pk, person=PERSON, username="dana", password=TEMPORARY)
    with pytest.raises(ContactArchived):
        resend_welcome(door.pk)

    restore_contact(dora.pk)

    assert resend_welcome(door.pk).pk == door.pk


def test_a_corrected_address_reaches_whoever_has_never_been_in(door, dora):
    update_contact(dora.pk, details=details_of("Dora", "Lind", email="dora@right.example"))
    resend_welcome(door.pk)

    assert latest(door).to == "dora@right.example"


def test_what_was_mailed_to_a_wrong_address_opens_nothing_once_it_is_put_right(door, dora):
    wrong = latest(door)
    update_contact(dora.pk, details=details_of("Dora", "Lind", email="dora@right.example"))

    right = latest(door)
    wrong.refresh_from_db()
    assert (wrong.state, right.state, right.to) == ("cancelled", "queued", "dora@right.example")
    user = User.objects.get(pk=door.user_id)
    assert not user.check_password(TEMPORARY)
    assert user.check_password(unseal(right.sealed))
    assert state(dora) == PortalState.QUEUED


def test_a_wrong_address_put_right_mails_nobody_who_is_kept_out(door, dora):
    suspend_access(door.pk)
    before = Message.objects.count()

    update_contact(dora.pk, details=details_of("Dora", "Lind", email="dora@right.example"))

    assert Message.objects.count() == before
    assert not User.objects.get(pk=door.user_id).check_password(TEMPORARY)


def test_whoever_edits_contacts_cannot_have_a_customers_next_password_sent_elsewhere(in_acme, cleo):
    User.objects.filter(pk=cleo.pk).update(last_login=clock.now())

    contact = update_contact(cleo.customer.contact_id, details=details_of("Cleo", "van Dam", email="me@evil.example"))

    assert contact.emails.get().address == "me@evil.example"
    assert User.objects.get(pk=cleo.pk).email == "cleo@example.com"


def test_a_second_address_takes_the_lead(door, dora):
    details = details_of("Dora", "Lind", email="dora@example.com")
    both = replace(details, emails=(EmailEntry("new@example.com"), *details.emails))
    kept = dora.emails.get().pk

    update_contact(dora.pk, details=both)

    rows = list(dora.emails.values_list("address", "is_primary"))
    assert rows == [("new@example.com", True), ("dora@example.com", False)]
    assert dora.emails.get(address="dora@example.com").pk == kept


def test_a_lost_phone_is_forgiven_from_the_contacts_page_and_the_customer_hears_of_it(client, acme, ada, cleo):
    with_factor(cleo)
    sign_in(client, ada)
    place = f"/workspace/contacts/{cleo.customer.contact_id}"
    assert "Reset two-factor sign-in" in client.get(f"{place}/access/").content.decode()

    client.post(f"{place}/customers/{cleo.customer.pk}/second-factor/reset/")

    with business_scope(acme):
        assert User.objects.get(pk=cleo.pk).second_factor_at is None
        row = Activity.objects.get(verb="second_factor.taken_away")
        assert (row.actor_name, row.contact_id) == ("Ada Lindqvist", cleo.customer.contact_id)
        assert Message.objects.latest("pk").context["change"] == "second_factor.taken_away"
    assert "Reset two-factor sign-in" not in client.get(f"{place}/access/").content.decode()


def test_a_strangers_customer_keeps_the_second_factor(client, acme, gus, cleo):
    with_factor(cleo)
    sign_in(client, gus)

    answer = client.post(
        f"/workspace/contacts/{cleo.customer.contact_id}/customers/{cleo.customer.pk}/second-factor/reset/"
    )

    assert answer.status_code == 404
    with business_scope(acme):
        assert User.objects.get(pk=cleo.pk).second_factor_at is not None
