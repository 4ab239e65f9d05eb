"""Who may have an account opened somewhere: an assistant only what they have made, and nobody what others have used."""

import pytest

from crm.errors import AddressOpensAccount
from crm.models import Contact, Customer
from crm.services.contacts import update_contact
from emails.models import Message
from tenants.accounts.models import User
from tenants.kernel.scope import business_scope
from tests.api.conftest import Program, secret_of
from tests.attacks.test_anything_typed import fields_of
from tests.cast import details_of

EVIL = "ben@evil.example"


@pytest.fixture
def door(in_acme, dora) -> Customer:
    """Dora's way in, which she has not used."""
    return dora.customers.select_related("user").get()


def address_of(door: Customer) -> str:
    return User.objects.get(pk=door.user_id).email


def test_who_may_not_give_access_cannot_turn_an_unused_account_to_another_address(door, dora, ben, ada):
    letters, elsewhere = Message.objects.count(), details_of("Dora", "Lind", email=EVIL)

    with pytest.raises(AddressOpensAccount):
        update_contact(dora.pk, details=elsewhere, by=ben)

    assert (dora.emails.get().address, address_of(door)) == ("dora@example.com", "dora@example.com")
    assert Message.objects.count() == letters
    update_contact(dora.pk, details=elsewhere, by=ada)
    assert address_of(door) == EVIL


def test_whoever_made_a_contact_may_put_its_address_right(door, dora, ben):
    Contact.objects.filter(pk=dora.pk).update(created_by=ben)

    update_contact(dora.pk, details=details_of("Dora", "Lind", email="dora@right.example"), by=ben)

    assert address_of(door) == "dora@right.example"


def test_the_page_says_who_may_and_keeps_what_was_typed(as_ben, acme, dora):
    place = f"/workspace/contacts/{dora.pk}/edit/"
    typed = fields_of(as_ben.get(place).content.decode()) | {"emails-0-address": EVIL}

    answer = as_ben.post(place, typed)

    assert answer.status_code == 200
    assert "An owner, admin or manager can change this address" in answer.content.decode()
    assert EVIL in answer.content.decode()
    with business_scope(acme):
        assert address_of(dora.customers.get()) == "dora@example.com"


def test_the_api_refuses_it_like_the_page(acme, ben, dora):
    with business_scope(acme):
        program = Program(secret_of(ben, "contacts:read", "contacts:write"))
        answer = program.ask("PATCH", f"contacts/{dora.pk}/", {"emails": [{"address": EVIL}]})

    assert (answer.status_code, answer.json()["code"]) == (403, "address_opens_account")


def test_an_assistant_opens_no_account_on_a_contact_that_is_there(as_ben, as_ada, dora):
    place = f"/workspace/contacts/{dora.pk}"
    offered = [
        f"{place}/customers/new/" in browser.get(page).content.decode()
        for browser in (as_ben, as_ada)
        for page in (f"{place}/", f"{place}/access/")
    ]

    assert as_ben.get(f"{place}/customers/new/").status_code == 403
    assert offered == [False, False, True, True]
