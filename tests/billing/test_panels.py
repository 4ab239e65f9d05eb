"""Money on pages of the layers below: a contact's page, the list of contacts, the workspace's home."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from billing.gateway.protocol import Refund
from billing.panels.home import money_at_a_glance
from billing.services.charges import void_charge
from billing.services.expenses import ExpenseDraft, save_expense
from billing.services.products import ProductDraft, save_product
from billing.services.reversals import note_refunds
from crm.models import Contact
from crm.selectors.history import history_of
from tenants.checklist import progress_for
from tenants.currency import currency_is_fixed
from tenants.kernel import clock
from tenants.kernel.scope import business_scope
from tenants.services.businesses import change_business
from tests.billing import books
from tests.signing_in import sign_in

CONTACTS = "/workspace/contacts/"


@pytest.fixture
def dora(acme) -> Contact:
    with business_scope(acme):
        return books.contact("Dora Lind", "dora@example.com")


@pytest.fixture
def office(client, ada) -> Client:
    sign_in(client, ada)
    return client


@pytest.fixture
def counter(client, ben) -> Client:
    """Ben's browser: an assistant, who does not see the books."""
    sign_in(client, ben)
    return client


def late(contact, minor, description="Old cake"):
    day = clock.today("Europe/Lisbon") - timedelta(days=9)
    return books.charge(contact, minor, description, charged_on=day, due_on=day)


def page_of(client, contact, tab="") -> str:
    return client.get(f"{CONTACTS}{contact.pk}/{tab}").content.decode()


def test_a_contacts_page_says_what_is_owed_what_is_late_and_what_came_last(office, acme, dora):
    with business_scope(acme):
        books.pay(dora, 100)
        late(dora, 5000)
        books.charge(dora, 1250, "Rye", due_on=clock.today("Europe/Lisbon") + timedelta(days=5))

    page = page_of(office, dora)

    for words in ("Owes", "€61.50", "Overdue", "€49.00", "Last payment", "€1.00", "Old cake", "Rye"):
        assert words in page
    assert page.index("Old cake") < page.index("Rye")


def test_the_actions_lead_to_a_charge_and_a_payment(office, dora):
    page = page_of(office, dora)

    assert f'href="{CONTACTS}{dora.pk}/charges/new/"' in page
    assert f'href="{CONTACTS}{dora.pk}/payments/new/"' in page


def test_credit_is_named_as_such(office, acme, dora):
    with business_scope(acme):
        books.pay(dora, 700)

    assert "Pays for the next charges by itself" in page_of(office, dora)
    assert "€7.00 credit" in page_of(office, dora, "account/")


def test_the_account_shows_the_balance_after_each_line_newest_first(office, acme, dora):
    with business_scope(acme):
        books.charge(dora, 1000, "Tart", reason="By phone on Monday")
        books.pay(dora, 400, reference="Till 2")

    page = page_of(office, dora, "account/")
    rows = page[page.index("<tbody>") : page.index("</tbody>")]

    assert rows.index("Till 2") < rows.index("-€4.00") < rows.index("€6.00") < rows.index("Tart")
    assert "By phone on Monday" in rows
    assert f'href="/workspace/contacts/{dora.pk}/account/" aria-current="page"' in page


def test_a_long_account_goes_on_where_the_page_ends(office, acme, dora):
    with business_scope(acme):
        for number in range(51):
            books.charge(dora, 100, f"Item {number:02d}")

    page = page_of(office, dora, "account/")
    onward = page.split("?before=")[1].split('"')[0]
    second = page_of(office, dora, f"account/?before={onward}")

    assert ("Item 50" in page, "Item 00" in page) == (True, False)
    assert ("Item 50" in second, "Item 00" in second) == (False, True)
    assert "€51.00" in page
    assert "€1.00" in second


def test_an_assistant_sees_what_is_to_pay_but_not_the_books(counter, acme, dora):
    with business_scope(acme):
        late(dora, 5000)

    page = page_of(counter, dora)

    assert "Old cake" in page
    for words in ("Last payment", "Add a charge", "Record a payment", "/account/"):
        assert words not in page
    assert counter.get(f"{CONTACTS}{dora.pk}/account/").status_code == 403
    assert "Balance" not in counter.get(CONTACTS).content.decode()


def test_the_list_shows_balances_and_narrows_to_what_is_late(office, acme, dora, cleo):
    with business_scope(acme):
        late(dora, 5000)
        books.charge(cleo, 300, "Fresh")

    everybody = office.get(CONTACTS).content.decode()
    narrowed = office.get(CONTACTS, {"show": "overdue"})

    for words in ("€50.00 overdue", "€3.00", "Balance"):
        assert words in everybody
    assert [row.contact.pk for row in narrowed.context["rows"]] == [dora.pk]


def test_balances_of_a_whole_page_are_one_query(office, acme):
    def queries(more: int) -> int:
        with business_scope(acme):
            for number in range(more):
                late(books.contact(f"Contact {more} {number}", f"c{more}-{number}@example.com"), 100)
        with CaptureQueriesContext(connection) as seen:
            office.get(CONTACTS)
        return sum("billing_ledger_entry" in query["sql"] for query in seen)

    assert (queries(2), queries(15)) == (1, 1)


def test_home_adds_up_what_is_owed_late_and_received(acme, ada, dora, rf: RequestFactory):
    request = rf.get("/workspace/")
    request.member, request.business = ada, acme
    with business_scope(acme):
        late(dora, 5000)
        books.charge(books.contact("Eli", ""), 250)
        books.pay(dora, 1000, send_receipt=False)

        panel = money_at_a_glance(request)

    for words in ("Owed to you", "€42.50", "2 contacts", "€40.00", "1 contact<", "€10.00", "1 payment<"):
        assert words in panel


def test_an_assistants_home_says_nothing_of_money(acme, ben, rf: RequestFactory):
    request = rf.get("/workspace/")
    request.member, request.business = ben, acme

    with business_scope(acme):
        assert money_at_a_glance(request) is None


def test_what_billing_records_reads_as_sentences(in_acme, ada, dora):
    tart = books.charge(dora, 1000, "Tart")
    payment = books.pay(dora, 1000)
    note_refunds(payment, [Refund("re_1", 300, "succeeded")])
    note_refunds(payment, [Refund("re_1", 300, "failed")])
    void_charge(charge_id=tart.pk, reason="Burnt")

    assert [event.text for event in history_of(dora.pk, seen_by=ada).events] == [
        "Tart taken off the account: Burnt",
        "€3.00 could not be given back",
        "€3.00 of R-00001 given back",
        "€10.00 paid, receipt R-00001",
        "Tart: €10.00 put on the account",
    ]


def test_a_new_business_is_led_to_its_first_product_and_to_stripe(office, acme, ada):
    page = office.get("/workspace/").content.decode()
    assert 'href="/workspace/products/new/"' in page
    assert 'href="/workspace/settings/payments/"' in page

    with business_scope(acme):
        save_product(draft=ProductDraft(name="Rye", price=books.money(640)))
        connected = change_business(acme.id, charges_enabled=True)
    with business_scope(connected):
        states = {row.step.name: row.state for row in progress_for(ada)}

    assert (states["product"], states["stripe"]) == ("done", "done")


def test_home_shows_the_money_above_everything_else(office, acme, dora):
    with business_scope(acme):
        books.charge(dora, 1250)

    page = office.get("/workspace/").content.decode()

    assert page.index("€12.50") < page.index("Set up your business")


@pytest.mark.parametrize("begin", ["product", "charge"])
def test_the_currency_stays_once_there_are_amounts_in_it(in_acme, dora, begin):
    assert not currency_is_fixed()

    if begin == "product":
        save_product(draft=ProductDraft(name="Rye", price=books.money(640)))
    else:
        books.charge(dora, 100)

    assert currency_is_fixed()


def test_home_shows_what_the_month_has_earned_to_who_may_see_costs(acme, ada, dora, rf: RequestFactory):
    request = rf.get("/workspace/")
    request.member, request.business = ada, acme
    with business_scope(acme):
        books.charge(dora, 2_000, cost=books.money(700))
        save_expense(draft=ExpenseDraft(supplier="Landlord", amount=books.money(5_000)))

        panel = money_at_a_glance(request)

    assert "Profit this month" in panel
    assert "-€37.00" in panel
