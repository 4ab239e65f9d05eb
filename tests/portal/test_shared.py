"""A link shows one document to whoever holds it, and nothing else; it runs out, and is taken back."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from billing.models import Charge, DocumentLink, Invoice, InvoiceEvent
from billing.services import document_links
from billing.services.document_links import address_of, mailed_link, make_link, revoke_link
from billing.services.invoice_papers import kept_invoice
from tenants.activity.models import Activity
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tenants.kernel.signing import sign
from tests.billing.books import charge
from tests.billing.frozen_samples import frozen, line
from tests.permission_papers import issued
from tests.plain import plain
from tests.signing_in import sign_in

SAID = frozen(line("Wedding cake for two", 12345))


@pytest.fixture
def invoice(acme, cleo, media) -> Invoice:
    """€149.37 of Cleo's, of which nothing is paid."""
    with business_scope(acme):
        owed = charge(cleo.customer.contact, 14937, "Wedding cake for two")
        made = issued(cleo.customer.contact, SAID, due_on="2026-12-09")
        Charge.objects.filter(pk=owed.pk).update(invoice=made)
    return made


@pytest.fixture
def link(acme, ada, invoice) -> DocumentLink:
    with business_scope(acme):
        return make_link(invoice.pk, by=ada)


def path_of(link: DocumentLink, acme) -> str:
    with business_scope(acme):
        return "/" + address_of(link).partition("://")[2].partition("/")[2]


@pytest.fixture
def path(link, acme) -> str:
    return path_of(link, acme)


@pytest.fixture(autouse=True)
def _at_acme(client, settings):
    client.defaults["HTTP_HOST"] = f"acme.{settings.BASE_DOMAIN}"


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def events(acme) -> list[str]:
    with business_scope(acme):
        return list(InvoiceEvent.objects.values_list("name", flat=True))


def test_whoever_holds_it_sees_the_document_without_signing_in(client, path):
    answer = client.get(path)

    said = words(answer)
    assert answer.status_code == 200
    for each in ("2026-0042", "Wedding cake for two", "€123.45", "€149.37", "due on 9 December 2026", "Cleo van Dam"):
        assert each in said, each
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex, nofollow", "same-origin")
    assert "no-store" in answer["Cache-Control"]


def test_the_paper_is_the_one_that_is_kept(client, acme, invoice, path):
    answer = client.get(f"{path}document.pdf")

    with business_scope(acme):
        assert answer.content == kept_invoice(invoice.pk)
    assert "2026-0042" in PdfReader(BytesIO(answer.content)).pages[0].extract_text()


def test_looking_changes_nothing_and_being_on_a_screen_is_noted_once(client, acme, link, path):
    """Mail programs look at links before anybody does."""
    client.get(path)
    assert events(acme) == []

    for _ in range(2):
        assert client.post(f"{path}viewing/", headers={"HX-Request": "true"}).status_code == 204

    assert events(acme) == ["link_viewed"]
    with business_scope(acme):
        assert DocumentLink.objects.get().viewed_at is not None
        assert Activity.objects.filter(verb="invoice.link_viewed").count() == 1


def test_without_scripts_a_button_notes_it(client, acme, path):
    assert client.post(f"{path}viewing/").headers["Location"] == path
    assert events(acme) == ["link_viewed"]


@pytest.mark.parametrize("way", ["revoked", "over"])
def test_a_link_that_is_taken_back_or_over_says_so_and_shows_nothing(client, acme, ada, link, path, way):
    with business_scope(acme):
        if way == "revoked":
            revoke_link(link.pk, invoice_id=link.invoice_id, by=ada)
        else:
            DocumentLink.objects.update(expires_at=clock.now())

    answers = [client.get(path), client.get(f"{path}document.pdf")]
    answers += [client.post(f"{path}viewing/"), client.post(f"{path}payment/")]

    assert [answer.status_code for answer in answers] == [410] * 4
    for answer in answers:
        assert ("taken back" if way == "revoked" else "run out") in words(answer)
        assert "2026-0042" not in words(answer)
        assert "Wedding" not in words(answer)
    assert events(acme) == []


def test_what_was_never_given_out_is_nothing_at_all(client, acme, link, path):
    token = path.split("/")[2]
    with business_scope(acme):
        forged = [
            f"{token}x",
            token.swapcase(),
            "nobodys",
            sign(link.pk, purpose="updates"),
            sign(404, purpose="document"),
        ]
        forged.append(sign("x", purpose="document"))

    answers = [client.get(f"/d/{each}/") for each in forged]

    assert {answer.status_code for answer in answers} == {404}
    assert {plain(answer) for answer in answers} == {plain(client.get("/d/nobodys/"))}


def test_it_opens_nothing_at_the_neighbours(client, globex, path, settings):
    host = f"globex.{settings.BASE_DOMAIN}"

    got, paid = client.get(path, HTTP_HOST=host), client.post(f"{path}payment/", HTTP_HOST=host)

    assert (got.status_code, paid.status_code) == (404, 404)


def test_it_opens_nothing_else_of_its_customers(client, acme, cleo, invoice, path):
    with business_scope(acme):
        other = issued(cleo.customer.contact, frozen(line("Secret party", 999)))

    said = words(client.get(path))

    assert "Secret party" not in said
    assert client.get(f"/documents/{other.pk}/invoice.pdf").headers["Location"].startswith("/sign-in/")
    assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_it_runs_out_after_half_a_year_or_when_the_team_says(acme, invoice):
    with business_scope(acme):
        now = clock.now()
        usual, short = make_link(invoice.pk), make_link(invoice.pk, lives=timedelta(days=30))

    assert timedelta(days=179) < usual.expires_at - now < timedelta(days=181)
    assert timedelta(days=29) < short.expires_at - now < timedelta(days=31)


def test_a_mail_has_one_link_however_often_it_is_written(acme, invoice):
    with business_scope(acme):
        assert mailed_link(invoice.pk) == mailed_link(invoice.pk)
        assert DocumentLink.objects.filter(is_mailed=True).count() == 1


def test_the_signature_stands_in_no_row(acme, link, path):
    with business_scope(acme):
        row = DocumentLink.objects.values().get()

    assert not any(path.split("/")[2] in str(value) for value in row.values())


def test_the_team_makes_copies_and_takes_back_links(client, acme, ada, invoice):
    sign_in(client, ada)
    page = f"/workspace/invoices/{invoice.pk}/share/"
    assert "No link yet" in words(client.get(page))

    assert client.post(page, {"days": "30"}).headers["Location"] == page
    with business_scope(acme):
        link = DocumentLink.objects.get()
    shown = words(client.get(page))
    visitor = Client(HTTP_HOST=client.defaults["HTTP_HOST"])
    address = shown.partition('data-copy="')[2].partition('"')[0]
    assert visitor.get("/" + address.partition("://")[2].partition("/")[2]).status_code == 200
    assert "Made by Ada Lindqvist" in shown

    client.post(f"/workspace/invoices/{invoice.pk}/links/{link.pk}/revocation/")
    assert "Taken back" in words(client.get(page))
    assert visitor.get(path_of(link, acme)).status_code == 410


def test_a_link_of_another_document_is_not_taken_back(client, acme, ada, carl, link):
    with business_scope(acme):
        carls = issued(carl.customer.contact)
    sign_in(client, ada)

    assert client.post(f"/workspace/invoices/{carls.pk}/links/{link.pk}/revocation/").status_code == 404
    with business_scope(acme):
        assert DocumentLink.objects.get(pk=link.pk).revoked_at is None


def test_what_keeps_it_from_being_an_e_invoice_is_said(client, acme, ada, cleo):
    bare = frozen(line("Tart", 1000))
    bare["seller"] = bare["seller"] | {"lines": []}
    with business_scope(acme):
        made = issued(cleo.customer.contact, bare)
    sign_in(client, ada)

    said = words(client.get(f"/workspace/invoices/{made.pk}/share/"))
    refused = client.get(f"/workspace/invoices/{made.pk}/ubl.xml")

    assert "your postal address (Settings → Business)" in said
    assert refused.status_code == 409
    assert "your postal address (Settings → Business)" in words(refused)


def test_links_live_as_long_as_their_signature_may_be_read():
    assert timedelta(days=max(document_links.CHOICES)) < document_links._LONGEST
