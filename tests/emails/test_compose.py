import json

import pytest
from cryptography.fernet import InvalidToken
from django.db import transaction

from emails.errors import AddressRefused
from emails.kinds import UnknownKind
from emails.models import Message
from emails.services.outbox import compose
from tenants.kernel import mail
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.mail import Recipient
from tenants.kernel.scope import business_scope
from tenants.kernel.signing import unseal

CLEO = Recipient("cleo@example.com", "Cleo van Dam", contact_id=7, user_id=9)
WELCOME = {"name": "Cleo van Dam", "username": "cleo", "by_link": False}
SECRET = "amber-kettle-orchard-42"


def test_a_message_is_written_with_its_work(in_acme):
    pk = mail.compose("welcome", to=CLEO, context=WELCOME, secret=SECRET)

    message = Message.objects.get(pk=pk)
    assert (message.to, message.to_name, message.contact_id, message.user_id) == (
        "cleo@example.com",
        "Cleo van Dam",
        7,
        9,
    )
    assert message.subject == "Your account at Acme Bakery"
    assert message.state == "queued"
    work = DueWork.objects.get(name="emails.deliver")
    assert (work.business_id, work.kwargs) == (in_acme.id, {"message_id": pk, "attempt": 0})


def test_the_secret_is_sealed_and_stands_nowhere_else(in_acme):
    pk = compose("welcome", to=CLEO, context=WELCOME, secret=SECRET)

    message = Message.objects.get(pk=pk)
    assert unseal(message.sealed) == SECRET
    assert SECRET not in json.dumps(Message.objects.values("context", "subject", "key", "error")[0])
    assert SECRET not in json.dumps(list(DueWork.objects.values_list("kwargs", flat=True)))


def test_a_seal_opens_in_no_other_business(acme, globex):
    with business_scope(acme):
        sealed = Message.objects.get(pk=compose("welcome", to=CLEO, context=WELCOME, secret=SECRET)).sealed

    with business_scope(globex), pytest.raises(InvalidToken):
        unseal(sealed)


def test_a_secret_in_the_context_is_refused(in_acme):
    with pytest.raises(ValueError, match="stands in its context"):
        compose("welcome", to=CLEO, context=WELCOME | {"hint": f"it is {SECRET}"}, secret=SECRET)

    assert not Message.objects.exists()


def test_a_kind_that_needs_a_secret_is_not_written_without_one(in_acme):
    with pytest.raises(ValueError, match="needs secret"):
        compose("welcome", to=CLEO, context=WELCOME)
    with pytest.raises(ValueError, match="has no secret"):
        compose("password_changed", to=CLEO, context={**WELCOME, "changed_at": "now"}, secret=SECRET)


def test_what_a_mail_needs_is_missed_when_it_is_written_not_when_it_is_sent(in_acme):
    with pytest.raises(ValueError, match="welcome needs by_link, username"):
        compose("welcome", to=CLEO, context={"name": "Cleo"}, secret=SECRET)


def test_an_undeclared_kind_is_a_bug(in_acme):
    with pytest.raises(UnknownKind):
        compose("fanfare", to=CLEO, context={})


def test_a_key_writes_one_message_however_often_it_is_asked(in_acme):
    first = compose("welcome", to=CLEO, context=WELCOME, secret=SECRET, key="welcome:9")
    again = compose("welcome", to=CLEO, context=WELCOME, secret="another-one-entirely", key="welcome:9")

    assert again == first
    assert Message.objects.count() == 1
    assert unseal(Message.objects.get().sealed) == SECRET
    assert DueWork.objects.filter(name="emails.deliver").count() == 1


def test_what_is_rolled_back_leaves_neither_message_nor_work(in_acme):
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        compose("welcome", to=CLEO, context=WELCOME, secret=SECRET)
        1 / 0  # noqa: B018

    assert not Message.objects.exists()
    assert not DueWork.objects.filter(name__startswith="emails.").exists()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "cleo",
        "cleo@example.com, carl@example.com",
        "cleo@example.com\r\nBcc: gus@example.com",
        "cleo@example.com\n",
        "cleo@exam\x00ple.com",
        '"cleo, carl"@example.com',
        '"\x01"@example.com',
        "Cleo <cleo@example.com>",
        "cleo@example.com\u2028",
    ],
)
def test_anything_but_one_plain_address_is_refused(in_acme, address):
    with pytest.raises(AddressRefused):
        compose("welcome", to=address, context=WELCOME, secret=SECRET)

    assert not Message.objects.exists()


def test_names_and_subjects_are_one_line_without_controls(in_acme):
    nasty = "Cleo\r\nBcc: gus@example.com\x1b \u202evan\tDam"
    sample = {"name": nasty, "amount": "€1\r\nX: y", "reference": "R", "paid_on": "", "method": "", "items": []}
    pk = compose(
        "receipt", to=Recipient("cleo@example.com", nasty), context=sample | {"tax": "", "balance": "", "payment_id": 1}
    )

    message = Message.objects.get(pk=pk)
    assert message.to_name == "Cleo Bcc: gus@example.com van Dam"
    assert message.subject == "Receipt from Acme Bakery: €1 X: y"


def test_each_message_has_a_message_id_of_its_own_on_the_business_host(in_acme):
    for _ in range(2):
        compose("welcome", to=CLEO, context=WELCOME, secret=SECRET)

    one, other = Message.objects.values_list("message_id", flat=True)
    assert one != other
    assert one.endswith("@acme.localhost>")
