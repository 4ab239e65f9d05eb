from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from tenants.accounts.models import Session, User
from tenants.accounts.sessions import BusinessSession, NoSession, digest_of
from tenants.accounts.visitor import Visitor
from tenants.kernel.scope import business_scope
from tests.signing_in import sign_in

pytestmark = pytest.mark.urls("tests.accounts.pages")

ACME, GLOBEX = "acme.localhost:8000", "globex.localhost:8000"


def who(client: Client, host: str = ACME) -> str | None:
    return client.get("/who/", HTTP_HOST=host).json()["user"]


def test_a_session_says_who_is_asking(client, ada):
    sign_in(client, ada)

    assert client.get("/who/").json() == {"user": "ada", "member": True}


def test_session_and_user_cost_one_query(client, ada, django_assert_num_queries):
    sign_in(client, ada)
    client.get("/who/")

    with django_assert_num_queries(2) as queries:  # the canary, the session with its user
        client.get("/who/")

    assert sum("accounts_" in query["sql"] for query in queries.captured_queries) == 1


def test_a_visitor_without_a_cookie_costs_no_query_and_leaves_no_row(client, acme, django_assert_num_queries):
    client.get("/who/", HTTP_HOST=ACME)

    with django_assert_num_queries(1):  # the canary
        response = client.get("/who/", HTTP_HOST=ACME)

    assert not response.cookies
    with business_scope(acme):
        assert not Session.objects.exists()


def test_the_table_holds_no_key_that_a_cookie_could_carry(client, acme, ada):
    key = sign_in(client, ada)

    with business_scope(acme):
        row = Session.objects.get()
    assert row.digest == digest_of(key)
    assert key not in str(vars(row))
    client.cookies[settings.SESSION_COOKIE_NAME] = row.digest
    assert who(client) is None


def test_another_businesss_cookie_is_worth_nothing(client, globex, gus, ada):
    sign_in(client, gus)

    assert who(client, GLOBEX) == "gus"
    assert who(client, ACME) is None


def test_a_row_copied_into_another_business_is_worth_nothing(client, acme, globex, gus, ada):
    sign_in(client, gus)
    with business_scope(globex):
        copied = Session.objects.values("digest", "business_id", "user_epoch", "last_seen_at", "expires_at").get()
    with business_scope(acme):
        Session.objects.create(user=ada, **copied)

    assert who(client, ACME) is None


@pytest.mark.parametrize("change", [{"session_epoch": 2}, {"suspended_at": timezone.now()}])
def test_a_raised_epoch_or_a_suspension_ends_every_session_at_once(client, acme, ada, change):
    sign_in(client, ada)
    assert who(client) == "ada"

    with business_scope(acme):
        User.objects.update(**change)

    assert who(client) is None


def test_an_expired_session_is_over(client, acme, ada):
    sign_in(client, ada)
    with business_scope(acme):
        Session.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert who(client) is None


def test_what_an_anonymous_visitor_writes_is_kept_in_a_row_of_its_own(client, acme):
    response = client.get("/write/", HTTP_HOST=ACME)

    cookie = response.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["domain"]
    assert client.get("/read/", HTTP_HOST=ACME).json() == {"basket": 1}
    with business_scope(acme):
        assert Session.objects.get().user is None


def test_in_production_the_cookie_is_secure_and_bound_to_its_host(client, acme):
    with override_settings(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-mango_session"):
        response = client.get("/write/", HTTP_HOST=ACME)

    cookie = response.cookies["__Host-mango_session"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_messages_travel_in_the_session(client, acme):
    client.get("/say/", HTTP_HOST=ACME)

    with business_scope(acme):
        assert "said" in Session.objects.get().data["_messages"]


def test_signing_in_gives_a_new_key_and_keeps_what_was_written(acme, ada):
    with business_scope(acme):
        before = BusinessSession(None, Visitor("127.0.0.1"))
        before["basket"] = 1
        before.save()
        browser = BusinessSession(before.session_key, Visitor("127.0.0.1"))
        browser.sign_in(ada)

        assert browser.session_key != before.session_key
        assert browser["basket"] == 1
        assert BusinessSession(before.session_key, Visitor("127.0.0.1")).user is None


def test_signing_in_as_somebody_else_starts_empty(acme, ada, ben):
    with business_scope(acme):
        browser = BusinessSession(None, Visitor("127.0.0.1"))
        browser.sign_in(ada)
        browser["basket"] = 1
        browser.sign_in(ben)

        assert browser.user == ben
        assert "basket" not in browser


def test_an_ended_session_takes_its_row_and_its_cookie(client, acme, ada):
    sign_in(client, ada)

    response = client.get("/end/")

    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
    with business_scope(acme):
        assert not Session.objects.exists()


def test_a_session_ended_elsewhere_is_not_brought_back_by_a_late_write(acme, ada):
    with business_scope(acme):
        browser = BusinessSession(None, Visitor("127.0.0.1"))
        browser.sign_in(ada)
        Session.objects.all().delete()
        browser["basket"] = 1
        browser.save()

        assert browser.session_key is None
        assert not Session.objects.exists()


def test_last_seen_moves_at_most_every_five_minutes(client, acme, ada):
    sign_in(client, ada)
    hour_ago = timezone.now() - timedelta(hours=1)

    assert not client.get("/who/").cookies
    with business_scope(acme):
        Session.objects.update(last_seen_at=hour_ago)
    response = client.get("/who/", HTTP_USER_AGENT="phone")

    assert response.cookies[settings.SESSION_COOKIE_NAME].value
    with business_scope(acme):
        row = Session.objects.get()
    assert row.last_seen_at > hour_ago
    assert row.user_agent == "phone"


def test_a_failing_page_writes_nothing(client, acme):
    client.get("/fail/", HTTP_HOST=ACME)

    with business_scope(acme):
        assert not Session.objects.exists()


def test_pages_of_signed_in_people_are_kept_out_of_shared_caches(client, ada):
    sign_in(client, ada)

    response = client.get("/who/")

    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response["Vary"]


def test_a_host_without_people_refuses_to_keep_a_session():
    session = NoSession()

    assert session.get("anything") is None
    with pytest.raises(RuntimeError, match="Only a business's host"):
        session["basket"] = 1


def test_the_address_is_the_connections_and_never_a_headers():
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="198.51.100.1")

    assert Visitor.of(request).address == "192.0.2.7"
