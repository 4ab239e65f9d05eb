"""The headers that keep a page harmless stand on every answer: pages, refusals, errors, files and what nobody has."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from tenants import files
from tenants.accounts.access import anyone
from tenants.kernel.canary.models import Canary
from tenants.kernel.scope import business_scope
from tests.permission_table import BUSINESS, PUBLIC

ACME, BASE = "acme.localhost", "localhost"


@anyone
def broken(_request) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [path("broken/", broken)]


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path, media) -> None:
    settings.MAILBOX_DIR = tmp_path / "mailbox"


@pytest.fixture
def browser(acme, settings) -> Client:
    settings.SECURE_HSTS_SECONDS = 3600
    return Client(raise_request_exception=False, HTTP_HOST=ACME)


def missing(answer: HttpResponse) -> list[str]:
    """Return what is wrong with an answer's headers."""
    policy = answer.get("Content-Security-Policy", "")
    faults = {
        "policy": "default-src 'none'" in policy and "unsafe" not in policy,
        "frames": "frame-ancestors 'none'" in policy,
        "nosniff": answer.get("X-Content-Type-Options") == "nosniff",
        "referrer": answer.get("Referrer-Policy") == "same-origin",
        "hsts": answer.get("Strict-Transport-Security") == "max-age=3600",
        "request": len(answer.get("X-Request-Id", "")) == 32,
    }
    return [name for name, holds in faults.items() if not holds]


def test_every_url_answers_with_them(browser):
    for row in [row for row in [*BUSINESS, *PUBLIC] if row.get]:
        host = BASE if row in PUBLIC else ACME

        answer = browser.get(row.address({}), HTTP_HOST=host, secure=True)

        assert missing(answer) == [], row.route


@pytest.mark.parametrize(
    ("host", "address", "status"),
    [
        (ACME, "/no-such-page/", 404),
        (ACME, "/%ff%fe/", 404),
        (ACME, "/static/no-such-file.css", 404),
        (ACME, "/static/css/base.css", 200),
        (BASE, "/no-such-page/", 404),
        ("nobody.localhost", "/", 404),
        ("evil.example", "/", 404),
        ("acme.localhost:evil", "/", 400),
    ],
)
def test_what_is_not_there_answers_with_them(browser, host, address, status):
    answer = browser.get(address, HTTP_HOST=host, secure=True)
    answer.close()

    assert (answer.status_code, missing(answer)) == (status, [])


def test_an_error_of_ours_answers_with_them(browser, settings):
    settings.ROOT_URLCONF = __name__

    answer = browser.get("/broken/", secure=True)

    assert (answer.status_code, missing(answer)) == (500, [])


def test_a_business_that_is_not_itself_answers_with_them(browser, acme):
    with business_scope(acme):
        Canary.objects.update(business_id=acme.id + 1)

    answer = browser.get("/", secure=True)

    assert (answer.status_code, missing(answer)) == (503, [])


def test_a_form_without_its_token_answers_with_them(browser):
    strange = Client(enforce_csrf_checks=True, HTTP_HOST=ACME)

    answer = strange.post("/sign-in/", {"username": "ada"}, secure=True)

    assert (answer.status_code, missing(answer)) == (403, [])


def test_a_file_answers_with_them(browser, acme, settings, tmp_path):
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": local}
    with business_scope(acme):
        address = files.link(files.store("notes", b"<script>", content_type="text/html"))

    answer = browser.get(address, secure=True)
    answer.close()

    assert (answer.status_code, missing(answer)) == (200, [])


def test_a_redirect_to_https_for_a_host_that_is_none_answers_with_a_policy(browser, settings):
    settings.SECURE_SSL_REDIRECT = True

    answer = browser.get("/", HTTP_HOST="evil.example")

    assert answer.status_code == 400
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_the_policy_lets_no_inline_script_run_but_ours():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    assert directives["default-src"] == ["'none'"]
    assert not [word for words in directives.values() for word in words if "unsafe" in str(word) or word == "*"]
