"""What a role may not see on its own page it does not read on another page, in a list or in a mail's subject."""

import pytest
from django.test import Client

from billing.services.refunds import RefundDraft, give_back
from tenants.accounts.services.invitations import invite
from tenants.accounts.services.team import change_member
from tenants.api.services.keys import make_key
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tests.billing.books import charge, pay
from tests.cast import browser_of

PAID = ("43.21", "R-00001", "0.77", "Burnt")
CREDIT = "credit on your account"
PAGES = (
    "/workspace/",
    "/workspace/contacts/{}/",
    "/workspace/contacts/{}/history/",
    "/workspace/contacts/{}/access/",
    "/workspace/contacts/{}/portal/",
)


def looked_at(browser: Client, contact_id: int) -> dict[str, str]:
    return {page: browser.get(page.format(contact_id)).content.decode() for page in PAGES}


@pytest.fixture
def paid(acme, cleo) -> int:
    with business_scope(acme):
        charge(cleo.customer.contact, 1000, "Tart")
        payment = pay(cleo.customer.contact, 4321)
        give_back(payment.pk, draft=RefundDraft(amount=Money(77, "EUR"), reason="Burnt"))
    return cleo.customer.contact_id


def test_an_assistant_reads_of_no_payment_anywhere(as_ben, paid):
    read = looked_at(as_ben, paid)

    assert {
        page: found for page, text in read.items() if (found := [word for word in (*PAID, CREDIT) if word in text])
    } == {}
    assert "Tart" in read["/workspace/contacts/{}/history/"]


def test_a_bookkeeper_reads_of_it_everywhere(team, paid):
    """Or the test above would see nothing."""
    read = looked_at(browser_of(team["bookkeeper"]), paid)

    assert [page for page, text in read.items() if not any(word in text for word in PAID)] == []
    assert CREDIT in read["/workspace/contacts/{}/portal/"]


def test_what_the_heads_do_about_the_team_is_no_news_to_the_rest(acme, team):
    with business_scope(acme):
        invite(email="dana@example.com", role="admin", contact_scope="all", by=team["owner"])
        change_member(team["manager"].pk, role="bookkeeper", contact_scope="all", by=team["owner"])
        make_key(name="Till", scopes=["contacts:read"], maker=team["owner"])
    news = ("dana@example.com", "Role of Max Adeyemi", "“Till”")

    seen = {
        role: browser_of(team[role]).get("/workspace/").content.decode() for role in ("owner", "admin", "assistant")
    }

    assert {role: [word in page for word in news] for role, page in seen.items()} == {
        "owner": [True] * 3,
        "admin": [True] * 3,
        "assistant": [False] * 3,
    }
