"""The one rule that makes contacts: contact, account, welcome e-mail and history together, or nothing at all."""

from dataclasses import replace
from uuid import uuid4

import pytest

from crm.entries import AddressEntry, EmailEntry, NewContact, PhoneEntry
from crm.errors import EmailMissing, EmailTwice, NameMissing, PasswordMissing, UsernameMissing
from crm.models import Address, Contact, ContactEmail, ContactPhone, ContactTag, Customer, Note, Tag
from crm.services import access, contacts
from crm.services.contacts import create_contact
from emails.errors import AddressRefused
from emails.models import Message
from tenants.accounts.errors import PasswordRefused, UsernameRefused, UsernameTaken
from tenants.accounts.models import Token, User
from tenants.activity.models import Activity
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.scope import business_scope
from tenants.kernel.signing import unseal
from tests.cast import TEMPORARY, details_of

CLEO = NewContact(
    first_name="Cleo",
    last_name="van Dam",
    company_name="Harbour Café",
    emails=(EmailEntry("cleo@example.com"), EmailEntry("office@example.com", "Office")),
    phones=(PhoneEntry("912 345 678", "Mobile"), PhoneEntry("ask at the bar")),
    addresses=(AddressEntry(street="Rua da Prata 1", postcode="1100-052", city="Lisboa", country="PT"),),
    tags=("Wholesale", "wholesale", "Thursdays"),
    note="Pays in cash.",
)
CONTACTS = (Contact, ContactEmail, ContactPhone, Address, Tag, ContactTag, Note, Customer)
EVERYTHING = (*CONTACTS, User, Token, Message, Activity, DueWork)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in EVERYTHING}


def create(details: NewContact = CLEO, **given) -> Contact:
    return create_contact(**{"details": details, "username": "cleo", "password": TEMPORARY, **given})


def test_a_contact_has_its_account_its_welcome_and_its_history(in_acme, ada):
    contact = create(created_by=ada)

    customer = contact.customers.get()
    assert contact.display_name == "Cleo van Dam"
    assert contact.created_by == ada
    assert (customer.user.kind, customer.user.username, customer.user.email) == ("customer", "cleo", "cleo@example.com")
    assert customer.user.check_password(TEMPORARY)
    assert customer.user.must_change_password
    assert customer.scopes == ["billing", "updates", "files", "colleagues"]
    message = Message.objects.get(pk=customer.welcome_message_id)
    assert (message.kind, message.to, message.state) == ("welcome", "cleo@example.com", "queued")
    assert (message.contact_id, message.user_id) == (contact.pk, customer.user_id)
    assert unseal(message.sealed) == TEMPORARY
    assert Activity.objects.filter(contact_id=contact.pk, verb="contact.created").count() == 1


def test_everything_that_was_said_is_kept(in_acme, ada):
    contact = create(created_by=ada)

    emails = contact.emails.values_list("address", "label", "is_primary")
    assert list(emails) == [("cleo@example.com", "", True), ("office@example.com", "Office", False)]
    assert list(contact.phones.values_list("number", "e164")) == [
        ("912 345 678", "+351912345678"),
        ("ask at the bar", ""),
    ]
    assert contact.addresses.get().city == "Lisboa"
    assert list(contact.tags.values_list("name", flat=True)) == ["Thursdays", "Wholesale"]
    assert (contact.notes.get().body, contact.notes.get().author) == ("Pays in cash.", ada)


def test_a_business_that_prefers_links_mails_a_link_and_no_password(acme):
    with business_scope(replace(acme, welcome_by_link=True)):
        contact = create()

        message = Message.objects.get(contact_id=contact.pk)
        secret = unseal(message.sealed)
        assert message.context["by_link"] is True
        assert secret.startswith("http://acme.localhost")
        assert TEMPORARY not in secret
        assert Token.objects.get().purpose == Token.Purpose.SET_PASSWORD


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"username": ""}, UsernameMissing),
        ({"username": "   "}, UsernameMissing),
        ({"username": "a b"}, UsernameRefused),
        ({"username": "TAKEN"}, UsernameTaken),
        ({"password": ""}, PasswordMissing),
        ({"password": "short"}, PasswordRefused),
        ({"details": replace(CLEO, first_name="", last_name="", company_name="")}, NameMissing),
        ({"details": replace(CLEO, emails=())}, EmailMissing),
        ({"details": replace(CLEO, emails=(EmailEntry("a@b.example"), EmailEntry("A@b.example")))}, EmailTwice),
        ({"details": replace(CLEO, emails=(EmailEntry("a@b.example\nBcc: c@d.example"),))}, AddressRefused),
        ({"details": replace(CLEO, emails=(EmailEntry("a@b.example"), EmailEntry("not an address")))}, AddressRefused),
    ],
)
def test_what_is_missing_or_wrong_saves_nothing(in_acme, given, refusal):
    create(details_of("Somebody", "Else", email="else@example.com"), username="taken")
    before = counts()

    with pytest.raises(refusal):
        create(**given)

    assert counts() == before


STEPS = [
    (contacts, "put_reach"),
    (contacts, "put_tags"),
    (contacts, "add_note"),
    (access.users, "create_customer_user"),
    (access, "compose"),
    (contacts, "refresh_search"),
    (contacts, "record"),
    (access, "record"),
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("module", "name"), STEPS, ids=[name for _module, name in STEPS])
def test_a_failure_in_any_step_saves_nothing(in_acme, module, name, after):
    done = getattr(module, name)

    def fails(*args, **kwargs):
        if after:
            done(*args, **kwargs)
        raise ZeroDivisionError

    before = counts()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, fails)
        with pytest.raises(ZeroDivisionError):
            create()

    assert counts() == before


def test_the_same_form_sent_twice_makes_one_contact(in_acme):
    token = uuid4()
    first = create(form_token=token)
    before = counts()

    assert create(form_token=token) == first
    assert counts() == before


def test_an_old_form_filled_in_for_somebody_else_makes_somebody_else(in_acme):
    token = uuid4()
    first = create(form_token=token)

    second = create(details_of("Carl", "Njoroge", email="carl@example.com"), username="carl", form_token=token)

    assert second != first
    assert second.display_name == "Carl Njoroge"


def test_contacts_without_a_token_are_never_taken_for_each_other(in_acme):
    first = create()

    assert create(username="cleo2") != first


def test_neighbours_may_use_the_same_user_name(acme, globex):
    with business_scope(acme):
        create()
    with business_scope(globex):
        create()

        assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"kind": "person", "first_name": "Cleo", "company_name": "Harbour Café"}, "Cleo"),
        ({"kind": "company", "first_name": "Cleo", "company_name": "Harbour Café"}, "Harbour Café"),
        ({"kind": "person", "company_name": "Harbour Café"}, "Harbour Café"),
    ],
)
def test_a_contact_is_called_by_what_is_known_of_it(said, name):
    assert NewContact(**said).display_name == name
