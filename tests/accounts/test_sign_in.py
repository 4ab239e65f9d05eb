import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from tenants.accounts.models import Session, User
from tenants.activity.models import Activity
from tenants.kernel.scope import business_scope
from tests.cast import PASSWORD, customer
from tests.plain import plain
from tests.signing_in import sign_in

ACME, GLOBEX = "acme.localhost:8000", "globex.localhost:8000"


def post(client: Client, username: str, password: str = PASSWORD, host: str = ACME, **more):
    return client.post("/sign-in/", {"username": username, "password": password, **more}, HTTP_HOST=host)


def test_the_page_carries_the_businesss_name_and_not_the_platforms(client, acme):
    page = client.get("/sign-in/", HTTP_HOST=ACME).content.decode()

    assert "Acme Bakery" in page
    assert "Mango" not in page


@pytest.mark.parametrize(("who", "leads_to"), [("ada", "/workspace/"), ("cleo", "/")])
def test_the_role_decides_where_it_leads(client, ada, cleo, who, leads_to):
    response = post(client, who)

    assert (response.status_code, response["Location"]) == (302, leads_to)


@pytest.mark.parametrize("name", ["ADA", " ada ", "Ada@Example.com"])
def test_user_names_and_addresses_are_taken_in_any_case(client, ada, name):
    assert post(client, name).status_code == 302


def test_an_address_of_two_people_signs_neither_in(client, acme, ada, ben):
    with business_scope(acme):
        User.objects.update(email="office@acme.example")

    assert post(client, "office@acme.example").status_code == 422


def test_a_user_name_wins_over_somebody_elses_address(client, acme, ada, ben):
    with business_scope(acme):
        User.objects.filter(username="ben").update(username="ada@example.com")

    post(client, "ada@example.com")

    with business_scope(acme):
        assert Session.objects.get().user == ben


def test_signing_in_is_written_down(client, acme, cleo):
    post(client, "cleo")

    with business_scope(acme):
        row = Activity.objects.get()
        assert (row.verb, row.actor_id, row.contact_id) == ("user.signed_in", cleo.pk, cleo.customer.contact_id)
        assert User.objects.get().last_login is not None


def test_a_wrong_password_signs_nobody_in_and_keeps_the_name(client, acme, ada):
    response = post(client, "ada", "a wrong password")

    assert response.status_code == 422
    assert 'value="ada"' in response.content.decode()
    assert "a wrong password" not in response.content.decode()
    with business_scope(acme):
        assert not Session.objects.exists()


def test_known_and_unknown_names_answer_alike(client, ada):
    known = post(client, "ada", "a wrong password")
    unknown = post(client, "eve", "a wrong password")

    assert plain(known).replace('"ada"', '"eve"') == plain(unknown)
    assert len(known.content) == len(unknown.content)


def test_a_member_of_another_business_is_unknown_here(client, gus, acme):
    assert post(client, "gus").status_code == 422
    assert post(client, "gus", host=GLOBEX).status_code == 302


def test_a_suspended_user_is_told_so_only_after_the_right_password(client, acme, ada):
    with business_scope(acme):
        User.objects.update(suspended_at=timezone.now())

    assert "suspended" not in post(client, "ada", "a wrong password").content.decode()
    assert "suspended" in post(client, "ada").content.decode()


@pytest.mark.parametrize(
    ("who", "wanted", "leads_to"),
    [
        ("ada", "/workspace/contacts/?q=a", "/workspace/contacts/?q=a"),
        ("ada", "/security/", "/security/"),
        ("ada", "https://evil.example/", "/workspace/"),
        ("ada", "//evil.example/", "/workspace/"),
        ("ada", "/\\evil.example/", "/workspace/"),
        ("ada", "javascript:alert(1)", "/workspace/"),
        ("ada", "/sign-out/", "/workspace/"),
        ("ada", "/", "/workspace/"),
        ("cleo", "/pay/", "/pay/"),
        ("cleo", "/workspace/contacts/", "/"),
    ],
)
def test_the_page_asked_for_is_returned_to_when_it_is_ones_own(client, ada, cleo, who, wanted, leads_to):
    assert post(client, who, next=wanted)["Location"] == leads_to


def test_somebody_signed_in_is_led_past_the_door(client, ada):
    sign_in(client, ada)

    assert client.get("/sign-in/")["Location"] == "/workspace/"


def test_signing_in_takes_a_new_key(client, acme, ada):
    first = sign_in(client, ada)

    post(client, "ada")

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != first
    with business_scope(acme):
        assert Session.objects.count() == 1


def test_signing_out_ends_the_session_and_needs_a_post(client, acme, ada):
    sign_in(client, ada)

    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    with business_scope(acme):
        assert not Session.objects.exists()


def test_a_form_of_another_site_signs_nobody_in(ada):
    careful = Client(enforce_csrf_checks=True)

    with override_settings(CSRF_FAILURE_VIEW="django.views.csrf.csrf_failure"):
        assert post(careful, "ada").status_code == 403


def test_expired_sessions_are_swept_out_by_signing_in(client, acme, ada, ben):
    sign_in(client, ben)
    with business_scope(acme):
        Session.objects.update(expires_at=timezone.now())

    post(Client(), "ada")

    with business_scope(acme):
        assert Session.objects.get().user == ada


def test_a_customer_comes_with_their_contact_in_the_sessions_query(client, acme, django_assert_num_queries):
    with business_scope(acme):
        user = customer("cleo", "Cleo van Dam")
    sign_in(client, user)

    client.get("/sign-in/")

    with django_assert_num_queries(2):  # the canary; session, user, customer and contact
        client.get("/sign-in/")
