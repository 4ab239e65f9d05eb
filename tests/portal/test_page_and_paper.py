"""What a page says of an invoice in money, its paper says to the cent: in the portal, the workspace and by a link."""

import re
from html import unescape
from io import BytesIO

import pytest
from pypdf import PdfReader

from billing.services.document_links import address_of, make_link
from billing.services.invoice_papers import kept_invoice
from tenants.kernel.scope import business_scope
from tests.billing.frozen_samples import TEN, UNTAXED
from tests.permission_papers import issued
from tests.signing_in import sign_in

LABELS = re.compile(r'(?s)<dt>(.*?)</dt>|<[a-z]+ class="paper__label">(.*?)</')
TAGS = re.compile(r"<[^>]+>")
MONEY = re.compile(r'<data class="money[^>]*>([^<]+)</data>')


@pytest.mark.parametrize("said", [pytest.param(said, id=name) for name, said in {**TEN, "untaxed": UNTAXED}.items()])
def test_page_and_paper_say_the_same_amounts(client, acme, ada, cleo, media, said):
    with business_scope(acme):
        invoice = issued(cleo.customer.contact, said)
        paper = "".join(page.extract_text() for page in PdfReader(BytesIO(kept_invoice(invoice.pk))).pages)
        link = "/" + address_of(make_link(invoice.pk)).partition("://")[2].partition("/")[2]
    pages = [client.get(link, HTTP_HOST="acme.localhost")]
    for who, path in ((cleo, f"/documents/{invoice.pk}/"), (ada, f"/workspace/invoices/{invoice.pk}/")):
        sign_in(client, who)
        pages.append(client.get(path))

    for page in pages:
        sheet = page.content.decode().partition('class="card paper')[2]
        amounts = MONEY.findall(sheet.partition("paper__words")[0])
        assert page.status_code == 200
        assert len(amounts) >= 2 * len(said["lines"]) + 1
        assert [amount for amount in amounts if amount not in paper] == []
        labels = [letters("".join(found)) for found in LABELS.findall(sheet.partition("How to pay")[0])]
        assert {"To", "Date"} <= set(labels)
        assert [label for label in labels if label != "From" and label not in letters(paper)] == []


def letters(text: str) -> str:
    """Leave out tags, spaces and figures: lines are broken elsewhere, and figures are held above."""
    return "".join(letter for letter in TAGS.sub("", unescape(text)) if letter.isalpha())
