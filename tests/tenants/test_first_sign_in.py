"""From the verification mail to the workspace."""

import pytest
from django.test import Client

from emails.models import Message
from tenants.accounts.models import User
from tenants.directory import snapshot
from tenants.kernel.scope import business_scope
from tenants.kernel.signing import unseal
from tenants.models import Business
from tests.tenants.test_sign_up import PASSWORD, post

HOST = "corner-cafe.localhost:8000"


@pytest.fixture
def corner(db):
    post(Client())
    return snapshot(Business.objects.get(subdomain="corner-cafe"))


def link_in_the_mail(business) -> str:
    with business_scope(business):
        address = unseal(bytes(Message.objects.latest("pk").sealed))
    assert address.startswith(f"http://{HOST}/verify-email/")
    return address.removeprefix(f"http://{HOST}")


def sign_in(client):
    return client.post("/sign-in/", {"username": "ada", "password": PASSWORD}, HTTP_HOST=HOST)


def test_the_link_in_the_mail_leads_into_the_workspace_with_its_first_steps(corner, client):
    response = client.post(link_in_the_mail(corner), HTTP_HOST=HOST, follow=True)

    page = response.content.decode()
    assert response.redirect_chain == [("/workspace/", 302)]
    assert "Good" in page
    assert "Ada" in page
    assert "Set up your business" in page
    assert "Logo and colours" in page
    with business_scope(corner):
        assert User.objects.get().email_verified_at is not None


def test_looking_at_the_link_changes_nothing(corner, client):
    assert client.get(link_in_the_mail(corner), HTTP_HOST=HOST).status_code == 200

    with business_scope(corner):
        assert User.objects.get().email_verified_at is None


@pytest.mark.parametrize("page", ["/workspace/", "/workspace/settings/", "/security/"])
def test_without_the_mail_a_password_opens_only_the_waiting_page(corner, client, page):
    sign_in(client)

    response = client.get(page, HTTP_HOST=HOST)

    assert (response.status_code, response.url) == (302, "/verify-email/")


def test_the_waiting_page_sends_the_mail_again(corner, client):
    sign_in(client)
    first = link_in_the_mail(corner)

    assert "ada@corner.example" in client.get("/verify-email/", HTTP_HOST=HOST).content.decode()
    client.post("/verify-email/", HTTP_HOST=HOST)

    assert link_in_the_mail(corner) != first


def test_whoever_waits_can_sign_out(corner, client):
    sign_in(client)

    client.post("/sign-out/", HTTP_HOST=HOST)

    assert client.get("/verify-email/", HTTP_HOST=HOST).url.startswith("/sign-in/")


def test_a_verified_owner_signs_in_to_the_workspace(corner, client):
    Client().post(link_in_the_mail(corner), HTTP_HOST=HOST)

    assert sign_in(client).url == "/workspace/"
    assert client.get("/verify-email/", HTTP_HOST=HOST).url == "/workspace/"


def test_the_link_of_one_business_is_nothing_in_another(corner, acme, client):
    path = link_in_the_mail(corner)

    answer = client.post(path, HTTP_HOST="acme.localhost:8000")

    assert answer.status_code >= 400
    with business_scope(corner):
        assert User.objects.get().email_verified_at is None
