"""Two threads, two transactions: what one test's rollback cannot show."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

from django.db import connection

from crm.models import Contact
from crm.services.contacts import create_contact
from emails.models import Message
from tenants.accounts.errors import UsernameTaken
from tenants.accounts.models import User
from tenants.kernel.scope import business_scope
from tests.cast import TEMPORARY, details_of


def both(business, *tokens):
    gate = Barrier(2)

    def create(token):
        try:
            with business_scope(business):
                gate.wait()
                return create_contact(
                    details=details_of("Cleo", "van Dam", email="cleo@example.com"),
                    username="cleo",
                    password=TEMPORARY,
                    form_token=token,
                ).pk
        except UsernameTaken as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(create, tokens))


def test_a_double_click_makes_one_contact(committed):
    token = uuid4()

    first, second = both(committed, token, token)

    assert first == second
    with business_scope(committed):
        assert (Contact.objects.count(), User.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_two_members_cannot_give_out_one_user_name(committed):
    answers = both(committed, uuid4(), uuid4())

    assert sum(isinstance(answer, UsernameTaken) for answer in answers) == 1
    with business_scope(committed):
        assert (Contact.objects.count(), User.objects.count(), Message.objects.count()) == (1, 1, 1)
