"""Asking customers to check: whom, once, and to the end whatever happens in between."""

from datetime import timedelta
from uuid import uuid4

import pytest

from crm.errors import NobodyToAsk
from crm.models import Contact, Customer, DetailsRequest
from crm.services import asking
from crm.services.access import suspend_access
from crm.services.asking import ask_next, ask_to_check, audience
from crm.services.checks import confirm_details
from crm.services.contacts import archive_contact
from crm.services.tags import put_tags
from emails.models import Message
from tenants.kernel import clock


def asked_for(ada, **more) -> DetailsRequest:
    return ask_to_check(token=uuid4(), name="Everyone", by=ada, **{"is_forced": False, **more})


def told() -> list[str]:
    return sorted(Message.objects.filter(kind="check_details").values_list("to", flat=True))


@pytest.fixture
def contacts(in_acme, cleo, carl) -> tuple[int, int]:
    return cleo.customer.contact_id, carl.customer.contact_id


def test_everyone_with_something_to_check_is_asked_once(contacts, ada):
    asking_all = asked_for(ada)
    ask_next(asking_all.pk)
    ask_next(asking_all.pk)  # the job, delivered twice

    assert told() == ["carl@example.com", "cleo@example.com"]
    done = DetailsRequest.objects.get()
    assert (done.expected, done.asked, done.finished_at is not None) == (2, 2, True)


def test_the_mail_says_how_many_details_wait(contacts, ada):
    ask_next(asked_for(ada).pk)

    counts = {mail.to: mail.context["count"] for mail in Message.objects.filter(kind="check_details")}
    assert counts == {"cleo@example.com": 4, "carl@example.com": 3}


def test_nobody_is_asked_who_has_nothing_to_check_or_cannot_come_in(contacts, ada, cleo, carl, dora):
    confirm_details(cleo.customer.pk)
    suspend_access(carl.customer.pk)
    archive_contact(dora.pk)

    with pytest.raises(NobodyToAsk):
        asked_for(ada)

    assert told() == []
    assert not DetailsRequest.objects.exists()


def test_whoever_was_asked_lately_is_left_in_peace_unless_a_member_insists(contacts, ada):
    ask_next(asked_for(ada).pk)

    assert audience().count() == 0
    assert audience(is_forced=True).count() == 2
    with clock.held_at(clock.now() + timedelta(days=31)):
        assert audience().count() == 2


def test_a_tag_is_asked_and_nobody_else(contacts, ada):
    put_tags(Contact.objects.get(pk=contacts[0]), ("Wholesale",))
    tag = Contact.objects.get(pk=contacts[0]).tags.get()

    ask_next(asked_for(ada, tag_id=tag.pk).pk)

    assert told() == ["cleo@example.com"]


def test_the_same_form_twice_is_one_request(contacts, ada):
    token = uuid4()
    for _click in range(2):
        ask_to_check(token=token, name="Everyone", by=ada, is_forced=False)

    assert DetailsRequest.objects.count() == 1


def test_a_long_request_goes_on_where_it_stopped(contacts, ada, monkeypatch):
    monkeypatch.setattr(asking, "BATCH", 1)
    request = asked_for(ada)

    first = ask_next(request.pk)
    assert (first.asked, first.finished_at) == (1, None)
    ask_next(request.pk)
    last = ask_next(request.pk)

    assert told() == ["carl@example.com", "cleo@example.com"]
    assert last.finished_at is not None


def test_every_person_of_a_contact_is_asked(contacts, ada, cleo):
    from crm.entries import Person
    from crm.services.access import add_customer

    add_customer(
        contacts[0], person=Person("Dana", "dana@example.com"), username="dana", password="amber-kettle-orchard-42"
    )

    ask_next(asked_for(ada, contact_id=contacts[0]).pk)

    assert told() == ["cleo@example.com", "dana@example.com"]
    assert Customer.objects.filter(contact=contacts[0]).count() == 2
