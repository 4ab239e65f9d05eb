"""Which world a Host header leads to; nothing else in a request can lead anywhere."""

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from emails.models import Message
from tenants import directory
from tenants.kernel.canary.models import Canary
from tenants.kernel.jobs.runner import run_due
from tenants.kernel.scope import business_scope
from tenants.kernel.signing import unseal
from tenants.middleware import hosts
from tests.plain import plain


def asked(host: str, path: str = "/sign-in/", **more: str):
    return Client().get(path, HTTP_HOST=host, **more)


@pytest.mark.parametrize(
    "host", ["acme.localhost", "ACME.LocalHost", "acme.localhost:8000", "Acme.localhost.", "acme.localhost.:8000"]
)
def test_case_port_and_a_trailing_dot_make_no_difference(acme, host):
    answer = asked(host)

    assert answer.status_code == 200
    assert "Acme Bakery" in answer.content.decode()


NOBODYS = ["nobody.localhost", "evil.example", "acme.localhost.evil.example", "x.acme.localhost", "acmelocalhost"]
NOBODYS += [
    "127.0.0.1",
    "[::1]:8000",
    "",
    ".localhost",
    "acme.localhost..",
    "a\u0441me.localhost",
    "xn--acme.localhost",
]


@pytest.mark.parametrize("host", NOBODYS)
def test_an_unknown_host_is_a_404_that_names_nobody(acme, globex, host):
    answer = asked(host)

    assert answer.status_code == 404
    assert plain(answer) == plain(asked("quite-unknown.localhost"))
    assert not {"Acme", "Globex", acme.schema} & set(answer.content.decode().split())


@pytest.mark.parametrize(
    "name", ["HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_X_HOST", "HTTP_X_ORIGINAL_HOST", "SERVER_NAME"]
)
def test_no_other_header_names_the_business(acme, globex, name):
    forged = "host=globex.localhost" if name == "HTTP_FORWARDED" else "globex.localhost"

    page = asked("acme.localhost", **{name: forged}).content.decode()

    assert "Acme Bakery" in page
    assert "Globex" not in page


def test_a_whole_address_in_the_request_line_names_no_other_business(acme, globex):
    page = asked("acme.localhost", "//globex.localhost/sign-in/")

    assert "Globex" not in page.content.decode()


def test_a_link_in_a_mail_is_built_from_the_business_and_never_from_the_request(acme, cleo):
    sent = {"username": "cleo"}
    forged = {
        "HTTP_HOST": "Acme.LocalHost.:666",
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_ORIGIN": "http://evil.example",
    }

    assert Client().post("/forgotten/", sent, **forged).status_code == 200
    with business_scope(acme):
        run_due(1)
        link = unseal(Message.objects.get(kind="password_reset").sealed)

    assert link.startswith(f"http://acme.localhost:{settings.PORT}/set-password/")


def test_a_schema_with_anothers_canary_is_a_503_and_never_a_page(acme, globex, ada):
    with business_scope(acme):
        Canary.objects.update(business_id=globex.id)

    answer = asked("acme.localhost")

    assert answer.status_code == 503
    assert "Acme" not in answer.content.decode()


def test_a_schema_without_a_canary_is_a_503(acme):
    with business_scope(acme):
        Canary.objects.all().delete()

    assert asked("acme.localhost").status_code == 503


def test_a_database_that_is_away_is_a_503(acme, monkeypatch):
    def away(_subdomain: str) -> None:
        raise OperationalError

    monkeypatch.setattr(hosts.directory, "by_subdomain", away)

    assert asked("acme.localhost").status_code == 503


def test_a_business_that_has_gone_from_memory_to_nothing_is_unknown(acme):
    assert asked("acme.localhost").status_code == 200
    directory._by_subdomain["gone"] = directory._by_subdomain["acme"]
    with business_scope(acme):
        Canary.objects.update(generation=acme.generation + 1)

    assert asked("gone.localhost").status_code == 404


class Seen:
    """An application that remembers whom it was asked by."""

    address = ""

    def __call__(self, environ: dict, _start) -> list:
        self.address = environ["REMOTE_ADDR"]
        return []


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("10.0.0.5", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.5", "1.1.1.1, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.5", "1.1.1.1, 198.51.100.7, 10.0.0.9", "198.51.100.7"),
        ("10.0.0.5", "", "10.0.0.5"),
    ],
)
def test_only_our_own_proxy_says_whom_it_forwards_and_only_its_own_word_counts(peer, forwarded, seen):
    application = Seen()

    wrap_wsgi_with_proxy_headers(application, trusted_hosts=["10.0.0.0/8"])(
        {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}, None
    )

    assert application.address == seen


def test_nobody_is_trusted_unless_named(settings):
    application = Seen()

    wrap_wsgi_with_proxy_headers(application, trusted_hosts=settings.TRUSTED_PROXIES)(
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7"}, None
    )

    assert application.address == "127.0.0.1"
