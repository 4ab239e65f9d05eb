"""Quotes in the portal and in the workspace: what is read, accepted with a name, declined, and refused."""

import re
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from billing.models import Charge, Quote
from billing.services.invoicing_rules import save_rules
from billing.services.quotes import QuoteDraft, QuoteLineDraft, new_quote
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import business_scope
from tests.permission_quotes import quote_of
from tests.signing_in import sign_in

FORM = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "valid_until": "2099-01-31"}


@pytest.fixture
def quote(acme, contact_id) -> Quote:
    with business_scope(acme):
        return Quote.objects.get(pk=quote_of(contact_id)["quote_id"])


@pytest.fixture
def office(ada) -> Client:
    client = Client(headers={"host": "acme.localhost"})
    sign_in(client, ada)
    return client


def found(acme) -> tuple[str, int]:
    with business_scope(acme):
        return Quote.objects.get().state, Charge.objects.count()


def test_it_is_accepted_with_a_name_and_what_was_ticked(portal, acme, quote):
    page = portal.get(f"/quotes/{quote.pk}/").content.decode()
    home = portal.get("/").content.decode()
    with business_scope(acme):
        save_rules(accepted_quote="invoice")
        option = quote.lines.get(is_optional=True).pk

    portal.post(f"/quotes/{quote.pk}/acceptance/", {"version": 1, "name": " Cleo  van Dam ", "option": option})

    assert 'name="name"' in page
    assert "A quote waits for your answer" in home
    assert "waits for your answer" not in portal.get("/").content.decode()
    assert found(acme) == ("accepted", 2)
    after = portal.get(f"/quotes/{quote.pk}/").content.decode()
    assert "Accepted by Cleo van Dam on" in after
    assert "accepts quote Q-0001 (version 1) of Acme Bakery over €540.00: Wedding cake; Sugar flowers." in after
    assert "Accept the quote" not in after
    assert f"Invoice {clock.today('Europe/Lisbon').year}-0001</a>" in after
    with business_scope(acme):
        assert Quote.objects.get().accepted_from == "127.0.0.1"


def test_without_a_name_nothing_is_accepted_and_the_ticks_stay(portal, acme, quote):
    with business_scope(acme):
        option = quote.lines.get(is_optional=True).pk

    answer = portal.post(f"/quotes/{quote.pk}/acceptance/", {"version": 1, "name": "", "option": option})

    page = answer.content.decode()
    assert (answer.status_code, found(acme)) == (422, ("sent", 0))
    assert "Type your full name" in page
    assert f'value="{option}" checked' in page


def test_a_line_of_another_quote_counts_for_nothing(portal, acme, carl, quote):
    with business_scope(acme):
        other = quote_of(carl.customer.contact_id)["quote_id"]
        foreign = Quote.objects.get(pk=other).lines.get(is_optional=True).pk

    portal.post(f"/quotes/{quote.pk}/acceptance/", {"version": 1, "name": "Cleo", "option": foreign})

    with business_scope(acme):
        assert list(Charge.objects.values_list("description", flat=True)) == ["Wedding cake"]


def test_it_is_declined_with_a_reason(portal, acme, quote):
    refused = portal.post(f"/quotes/{quote.pk}/refusal/", {"reason": ""})
    assert (refused.status_code, found(acme)) == (422, ("sent", 0))
    assert "Say what is not right with it." in refused.content.decode()

    portal.post(f"/quotes/{quote.pk}/refusal/", {"reason": "Too sweet"})

    assert found(acme) == ("declined", 0)
    assert "Too sweet" in portal.get(f"/quotes/{quote.pk}/").content.decode()


def test_another_customers_quote_is_like_none(portal, acme, carl):
    with business_scope(acme):
        foreign = quote_of(carl.customer.contact_id)["quote_id"]

    for path in (f"/quotes/{foreign}/", f"/quotes/{foreign}/quote.pdf"):
        assert portal.get(path).status_code == 404
    answer = portal.post(f"/quotes/{foreign}/acceptance/", {"version": 1, "name": "Cleo"})

    assert (answer.status_code, found(acme)) == (404, ("sent", 0))


def test_a_draft_is_nothing_to_a_customer(portal, acme, contact_id):
    with business_scope(acme):
        draft = quote_of(contact_id, is_sent=False)["quote_id"]

    assert portal.get(f"/quotes/{draft}/").status_code == 404
    assert "No quotes yet" in portal.get("/quotes/").content.decode()


def test_the_team_writes_sends_and_reads_it(office, acme, contact_id):
    line = {
        "form-0-description": "Wedding cake",
        "form-0-quantity": "2",
        "form-0-unit_price": "240",
        "form-0-tax_rate": "20",
    }
    sent = {**FORM, **line, "contact": contact_id, "request_key": uuid.uuid4(), "deposit": "100"}

    made = office.post("/workspace/quotes/new/", sent)
    edit = office.get(f"{made.headers['Location']}edit/").content.decode()
    office.post(f"{made.headers['Location']}sending/")
    page = office.get(made.headers["Location"]).content.decode()

    with business_scope(acme):
        quote = Quote.objects.get()
    assert (quote.state, quote.name, quote.amount_minor, quote.deposit_minor) == ("sent", "Q-0001", 57_600, 10_000)
    assert ("€576.00" in page, 'value="20"' in edit) == (True, True)
    assert office.get(f"/workspace/quotes/{quote.pk}/quote.pdf").content.startswith(b"%PDF")


def test_what_a_quote_comes_to_is_worked_out_while_it_is_typed_and_nothing_is_saved(office, acme):
    cake = {"form-0-description": "Cake", "form-0-quantity": "3", "form-0-unit_price": "33.33", "form-0-tax_rate": "23"}
    flowers = {"form-1-description": "Flowers", "form-1-unit_price": "60", "form-1-is_optional": "on"}
    typed = {**FORM, **cake, **flowers, "deposit": "50", "preview": "1"}

    def live(**more: str) -> str:
        answer = office.post("/workspace/quotes/new/", typed | more, headers={"HX-Request": "true"})
        return answer.content.decode()

    shown = live()
    for amount in ("€99.99", "€23.00", "€122.99", "€182.99", "€50.00"):
        assert amount in shown
    assert "<html" not in shown
    assert "once each line says" in live(**{"form-1-unit_price": ""})
    assert "It cannot be saved like this" in live(deposit="122.99")
    assert "It cannot be saved like this" in live(**{"form-0-is_optional": "on"})
    assert found_nothing(acme)


def test_without_scripts_the_totals_come_with_the_page(office, acme, contact_id):
    cake = {"form-0-description": "Cake", "form-0-unit_price": "60"}
    typed = {**FORM, **cake, "contact": contact_id, "request_key": uuid.uuid4(), "preview": "1"}

    page = office.post("/workspace/quotes/new/", typed).content.decode()

    assert ("€60.00" in page, 'value="Cake"' in page, found_nothing(acme)) == (True, True, True)


def found_nothing(acme) -> bool:
    with business_scope(acme):
        return not Quote.objects.exists()


def test_what_was_typed_stays_when_a_line_is_wrong(office, acme, contact_id):
    line = {"form-0-description": "Wedding cake", "form-0-quantity": "2", "form-0-unit_price": "much"}

    answer = office.post("/workspace/quotes/new/", {**FORM, **line, "contact": contact_id, "request_key": uuid.uuid4()})

    page = answer.content.decode()
    assert (answer.status_code, 'value="much"' in page, "lines need another look" in page) == (422, True, True)
    with business_scope(acme):
        assert not Quote.objects.exists()


def test_a_quote_that_was_sent_is_changed_into_a_new_version(office, portal, as_carl, quote):
    edit = office.get(f"/workspace/quotes/{quote.pk}/edit/").content.decode()
    line = {"form-0-description": "Smaller cake", "form-0-quantity": "1", "form-0-unit_price": "300"}

    office.post(f"/workspace/quotes/{quote.pk}/edit/", {**FORM, **line, "request_key": uuid.uuid4()})
    page = f"/quotes/{quote.pk}/"
    hidden = [portal.get(page), portal.post(f"{page}acceptance/", {"name": "Cleo van Dam", "version": "1"})]
    strangers = [as_carl.get(page).status_code, as_carl.post(f"{page}acceptance/", {"name": "Carl"}).status_code]
    office.post(f"/workspace/quotes/{quote.pk}/sending/")

    assert 'value="Sugar flowers"' in edit
    assert strangers == [404, 404]
    for answer in hidden:
        said = answer.content.decode()
        assert (answer.status_code, f"Quote {quote.name} is being changed." in said, "Smaller" in said) == (409, 1, 0)
    assert 'name="version" value="2"' in portal.get(f"/quotes/{quote.pk}/").content.decode()


def test_a_quote_that_is_opened_and_saved_keeps_its_currency_and_the_tax_in_its_prices(office, acme, contact_id):
    with business_scope(acme):
        cake = QuoteLineDraft(
            description="Cake", unit_price=Money(48_000, "USD"), tax_rate=Decimal(20), tax_inclusive=True
        )
        draft = QuoteDraft(lines=[cake], valid_until=date(2099, 1, 1), deposit=Money(9000, "USD"))
        quote = new_quote(contact_id=contact_id, draft=draft)
    place = f"/workspace/quotes/{quote.pk}/edit/"
    shown = re.findall(r'<input[^>]*name="(form-0-\w+)"[^>]*>', page := office.get(place).content.decode())
    values = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) for name in shown}
    typed = {name: value[1] for name, value in values.items() if value} | {"form-0-tax_inclusive": "on"}

    office.post(place, {**FORM, **typed, "deposit": "90", "request_key": uuid.uuid4()})

    assert re.search(r'name="form-0-tax_inclusive"[^>]*checked|checked[^>]*name="form-0-tax_inclusive"', page)
    with business_scope(acme):
        quote.refresh_from_db()
    assert (quote.amount, quote.tax, quote.deposit) == (Money(48_000, "USD"), Money(8000, "USD"), Money(9000, "USD"))
