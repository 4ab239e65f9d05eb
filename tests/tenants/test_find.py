"""“Find my business”: a mail with the addresses, a page that tells nothing, an index without an address in it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.services.access import restore_access, suspend_access
from crm.services.contacts import create_contact
from tenants.accounts.errors import UsernameTaken
from tenants.accounts.models import User
from tenants.accounts.services import known_addresses, users
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import business_scope
from tenants.models import Business, KnownAddress, Plan
from tenants.services import find
from tests.cast import TEMPORARY, details_of
from tests.plain import plain

PAGE = "/find-my-business/"
EMAIL = "cleo@example.com"


@pytest.fixture
def visitor() -> Client:
    return Client(HTTP_HOST="localhost:8000")


@pytest.fixture
def everywhere(acme, globex) -> list[int]:
    """Cleo is a customer of acme and works at globex."""
    with business_scope(acme):
        create_contact(details=details_of("Cleo", "van Dam", email=EMAIL), username="cleo", password=TEMPORARY)
    with business_scope(globex):
        users.create_member(username="cleo", name="Cleo", email="Cleo@Example.com", password=TEMPORARY, role="manager")
    DueWork.objects.all().delete()
    return [acme.id, globex.id]


def names(email: str = EMAIL) -> list[str]:
    return [found.name for found in find.businesses_of(email)[0]]


def test_the_addresses_are_mailed_to_whoever_they_are_known_by(visitor, everywhere):
    answer = visitor.post(PAGE, {"email": " CLEO@example.com "})
    assert (answer.status_code, mail.outbox) == (200, [])
    run_due()

    (letter,) = mail.outbox
    html = letter.alternatives[0].content
    assert letter.to == ["CLEO@example.com"]
    for place in ("http://acme.localhost:8000/sign-in/", "http://globex.localhost:8000/sign-in/"):
        assert place in letter.body
        assert place in html
    assert "Acme Bakery" in letter.body


def test_nobody_is_mailed_at_an_address_that_no_business_knows(visitor, everywhere):
    visitor.post(PAGE, {"email": "nemo@example.com"})

    assert run_due() == 1
    assert mail.outbox == []


def test_known_and_unknown_are_answered_alike_at_the_same_cost(visitor, everywhere):
    visitor.get(PAGE)
    answers, queries = [], []
    for email in (EMAIL, "nemo@example.com"):
        with CaptureQueriesContext(connection) as seen:
            answers.append(visitor.post(PAGE, {"email": email}))
        queries.append([query["sql"].split()[0] for query in seen])

    assert [answer.status_code for answer in answers] == [200, 200]
    assert plain(answers[0]) == plain(answers[1])
    assert queries[0] == queries[1]
    assert len({len(work.kwargs["sealed"]) for work in DueWork.objects.all()}) == 1


def test_no_address_stands_in_public(visitor, everywhere):
    visitor.post(PAGE, {"email": EMAIL})

    public = str([*KnownAddress.objects.values(), *DueWork.objects.values()]).lower()
    assert EMAIL not in public
    assert "cleo" not in public
    assert len(set(KnownAddress.objects.values_list("digest", flat=True))) == 1


@pytest.mark.parametrize("email", [EMAIL, "nemo@example.com"])
def test_asking_for_one_address_too_often_is_refused_whoever_asks(visitor, everywhere, email):
    answers = [visitor.post(PAGE, {"email": email}, REMOTE_ADDR=f"192.0.2.{number}").status_code for number in range(6)]

    assert answers == [200] * 5 + [429]
    assert DueWork.objects.count() == 5


def test_an_address_asks_for_ten_and_may_again_after_a_quarter_of_an_hour(visitor, everywhere):
    asked = [visitor.post(PAGE, {"email": f"nemo{number}@example.com"}) for number in range(11)]
    forged = visitor.post(PAGE, {"email": EMAIL}, HTTP_X_FORWARDED_FOR="198.51.100.1")

    assert [answer.status_code for answer in asked] == [200] * 10 + [429]
    assert forged.status_code == 429
    with clock.held_at(clock.now() + timedelta(minutes=16)):
        assert visitor.post(PAGE, {"email": EMAIL}).status_code == 200


def test_what_is_no_address_is_asked_for_again(visitor):
    page = visitor.post(PAGE, {"email": "cleo"})

    assert page.status_code == 422
    assert 'value="cleo"' in page.content.decode()


def test_the_index_follows_suspension_restoration_and_another_address(acme, everywhere):
    assert names() == ["Acme Bakery", "Globex Repairs"]
    with business_scope(acme):
        customer = User.objects.get(username="cleo").customer
        suspend_access(customer.pk)
        assert names() == ["Globex Repairs"]
        restore_access(customer.pk)
        assert names() == ["Acme Bakery", "Globex Repairs"]
        users.change_email(customer.user, "cleo.new@example.com")

    assert (names(), names("cleo.new@example.com")) == (["Globex Repairs"], ["Acme Bakery"])


def test_an_address_that_a_colleague_has_too_stays_known(acme, everywhere):
    with business_scope(acme):
        other = users.create_member(username="twin", name="Twin", email=EMAIL, password=TEMPORARY, role="manager")
        users.suspend(other)

    assert "Acme Bakery" in names()


def test_an_address_and_its_person_are_written_together_or_not_at_all(acme):
    first, second = (details_of("A", "B", email=email) for email in ("first@example.com", "second@example.com"))
    with business_scope(acme):
        create_contact(details=first, username="same", password=TEMPORARY)
        with pytest.raises(UsernameTaken):
            create_contact(details=second, username="same", password=TEMPORARY)

    assert (names("first@example.com"), names("second@example.com")) == (["Acme Bakery"], [])


def test_a_closed_business_is_named_and_not_linked(visitor, everywhere, globex):
    Business.objects.filter(pk=globex.id).update(state="closed")
    visitor.post(PAGE, {"email": EMAIL})
    run_due()

    (letter,) = mail.outbox
    assert "Globex Repairs\nClosed at present" in letter.body
    assert "globex.localhost" not in letter.body + letter.alternatives[0].content


def test_a_thousand_businesses_are_one_query(db):
    plan, digest = Plan.objects.get(code="start"), known_addresses.digest_of(EMAIL)
    made = Business.objects.bulk_create(
        Business(schema_name=f"n{number}", name=f"N {number:04}", subdomain=f"shop-{number:04}", plan=plan)
        for number in range(1000)
    )
    KnownAddress.objects.bulk_create(KnownAddress(business=business, digest=digest) for business in made)

    with CaptureQueriesContext(connection) as seen:
        found, more = find.businesses_of(EMAIL)

    assert (len(seen), len(found), more, found[0].name) == (1, 100, 900, "N 0000")


def test_the_index_is_made_anew(everywhere):
    right = set(KnownAddress.objects.values_list("business_id", "digest"))
    KnownAddress.objects.all().delete()
    KnownAddress.objects.create(business_id=everywhere[0], digest="0" * 64)

    call_command("index_people", verbosity=0)

    assert set(KnownAddress.objects.values_list("business_id", "digest")) == right
