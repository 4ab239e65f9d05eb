"""Whoever holds a paper proves by its code that the business made it, and learns nothing else."""

import re

import pytest

from billing.models import Charge, Invoice, InvoicingRules
from customer_portal.views import verify as views
from tenants.kernel.scope import business_scope
from tests.billing.books import charge, pay
from tests.billing.frozen_samples import frozen, line
from tests.permission_papers import issued

SAID = frozen(line("Wedding cake for two", 12345))


@pytest.fixture(autouse=True)
def _nobody_asked(client, settings):
    client.defaults["HTTP_HOST"] = f"acme.{settings.BASE_DOMAIN}"
    views.asking.forget()
    yield
    views.asking.forget()


@pytest.fixture
def paper(acme, cleo) -> Invoice:
    """An invoice of Cleo's over €149.37, of which nothing is paid, on the account that acme publishes."""
    with business_scope(acme):
        bank = SAID["seller"]["bank"]
        InvoicingRules.objects.create(id=1, bank_holder=bank["holder"], iban=bank["iban"], bic=bank["bic"])
        owed = charge(cleo.customer.contact, 14937, "Wedding cake for two")
        invoice = issued(cleo.customer.contact, SAID)
        Charge.objects.filter(pk=owed.pk).update(invoice=invoice)
    return invoice


def page(client, code, **more):
    return client.get(f"/verify/{code}/", **more)


def words(answer) -> str:
    return re.sub(r'nonce="[^"]+"|hx-headers=.[^>]+', "", " ".join(answer.content.decode().split()))


def test_a_code_proves_number_date_amount_and_account(client, paper):
    answer = page(client, paper.verify_code)

    said = words(answer)
    assert answer.status_code == 200
    for each in (
        "Yes, this invoice is from Acme Bakery", "2026-0042", "25 November 2026", "€149.37", "Open",
        "The account on the paper ends in 0154", "PT50 0002 0123 1234 5678 9015 4", "Acme Bakery Lda", "BCOMPTPL",
    ):  # fmt: skip
        assert each in said, each


def test_nothing_of_the_customer_is_told(client, paper):
    said = words(page(client, paper.verify_code)).lower()

    for secret in ("cleo", "van dam", "dijk", "keizersgracht", "amsterdam", "wedding", "nl123456789b01", "example.com"):
        assert secret not in said.replace("office@acme.example", "")


@pytest.mark.parametrize("typed", ["2345-6789-ab42", "2345 6789 AB42", "23456789ab42"])
def test_a_code_may_be_typed_as_people_type(client, paper, typed):
    answer = client.get("/verify/", {"code": typed})

    assert answer.headers["Location"] == "/verify/23456789AB42/"
    assert page(client, typed).status_code == 200


def test_an_unknown_code_is_answered_like_any_other_and_says_what_to_do(client, paper):
    codes = ("23456789AB43", "ZZZZZZZZZZZZ", "X1")
    answers = {code: page(client, code) for code in codes}
    one, other, odd = (words(answer).replace(f'value="{code}"', "") for code, answer in answers.items())

    assert {answer.status_code for answer in answers.values()} == {404}
    assert one == other == odd
    assert all(f'value="{code}"' in words(answer) for code, answer in answers.items())
    assert "Do not pay" in one
    assert "ask Acme Bakery before you pay anything" in one


def test_no_code_at_all_is_asked_for_again(client, paper):
    assert client.get("/verify/").status_code == 200
    assert "Type the code first." in words(client.get("/verify/", {"code": " - "}))


def test_a_draft_has_no_code_and_an_empty_one_finds_none(client, acme, cleo):
    with business_scope(acme):
        Invoice.objects.create(contact=cleo.customer.contact, currency="EUR")

    assert page(client, "-").status_code == 404


def test_the_neighbours_know_no_code_of_ours(client, paper, globex):
    host = client.defaults["HTTP_HOST"].replace("acme", "globex")

    assert page(client, paper.verify_code, HTTP_HOST=host).status_code == 404


def test_what_is_paid_void_or_taken_back_says_so_and_asks_for_nothing(client, acme, cleo, paper):
    with business_scope(acme):
        pay(cleo.customer.contact, 14937)
    assert "Nothing is left to pay on it." in words(page(client, paper.verify_code))

    with business_scope(acme):
        note = issued(
            cleo.customer.contact, SAID | {"kind": "credit_note"}, kind="credit_note", corrects=paper
        )  # fmt: skip
    said = words(page(client, paper.verify_code))
    assert "Taken back" in said
    assert f"Corrected by credit note {note.number}" in said
    assert "IBAN" not in said
    assert "Yes, this credit note is from Acme Bakery" in words(page(client, note.verify_code))

    with business_scope(acme):
        Invoice.objects.filter(pk=paper.pk).update(state="void", voided_at="2026-11-26T12:00:00Z")
    assert "Void" in words(page(client, paper.verify_code))


def test_an_account_that_changed_since_is_warned_of(client, acme, paper):
    with business_scope(acme):
        InvoicingRules.objects.update(iban="DE89 3704 0044 0532 0130 00")

    said = words(page(client, paper.verify_code))
    assert "The account on the paper ends in 0154. Since then Acme Bakery has published another one" in said
    assert "DE89 3704 0044 0532 0130 00" in said


def test_guessing_is_stopped_for_a_while_and_for_one_business_alone(client, paper):
    for _ in range(30):
        assert page(client, "ZZZZZZZZZZZZ").status_code == 404

    refused = page(client, paper.verify_code)
    assert refused.status_code == 429
    assert "2026-0042" not in words(refused)
    assert page(client, "Z", HTTP_HOST=client.defaults["HTTP_HOST"].replace("acme", "globex")).status_code == 404


def test_search_engines_and_caches_keep_nothing(client, paper):
    answer = page(client, paper.verify_code)

    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
