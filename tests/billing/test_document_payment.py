"""Paying one document through its link: its own charges, at an amount that the server works out."""

from datetime import date

import pytest

from billing.errors import NothingDue, PaymentOnItsWay
from billing.models import Payment
from billing.selectors.verification import Standing, due_of, standing_of
from billing.services.document_links import make_link
from billing.services.document_payment import look_again, start_document_checkout
from billing.services.invoice_drafts import InvoiceDraft
from billing.services.invoices import invoice_directly
from tests.billing.autopay_world import person_of
from tests.billing.books import assert_books_add_up, charge, due, pay
from tests.billing.stripe_world import GOOD_DEBIT, checkout

URLS = {"success_url": "http://acme.localhost:8000/d/x/?from=stripe", "cancel_url": "http://acme.localhost:8000/d/x/"}


@pytest.fixture
def link(stripe, cleo):
    """A link to an invoice over a tart and rolls, €14.52; a cake on the account stands on none."""
    owed = [charge(cleo, 1210, "Tart"), charge(cleo, 242, "Rolls")]
    charge(cleo, 5000, "Cake", due_on=date(2099, 1, 1))
    draft = InvoiceDraft(charge_ids=[each.pk for each in owed])
    return make_link(invoice_directly(contact_id=cleo.pk, draft=draft).pk)


def test_all_that_is_due_of_it_is_paid_and_nothing_else(stripe, cleo, link):
    attempt = start_document_checkout(link, **URLS)
    assert (attempt.amount_minor, attempt.saves_card) == (1452, False)
    stripe.pay(attempt)

    look_again(link)

    assert due(cleo) == {"Cake": 5000}
    assert standing_of(link.invoice) == Standing.PAID
    assert Payment.objects.get().attempt.customer_user_id is None
    assert_books_add_up()


def test_what_was_paid_of_it_before_is_not_asked_for_again(stripe, cleo, link):
    pay(cleo, 1000)

    assert start_document_checkout(link, **URLS).amount_minor == due_of(link.invoice).minor == 452


def test_pressed_twice_it_is_one_payment(stripe, cleo, link):
    assert start_document_checkout(link, **URLS).pk == start_document_checkout(link, **URLS).pk


def test_a_link_does_not_lead_to_what_a_customer_began_after_signing_in(stripe, cleo, link):
    charges = list(link.invoice.charges.order_by("pk"))
    begun = checkout(cleo, *charges, user=person_of(cleo).pk)

    through_the_link = start_document_checkout(link, **URLS)
    assert (through_the_link.pk != begun.pk, through_the_link.request["email"]) == (True, "")


def test_a_paid_one_is_not_paid_again(stripe, cleo, link):
    pay(cleo, 1452)

    with pytest.raises(NothingDue):
        start_document_checkout(link, **URLS)


def test_while_a_bank_payment_is_on_its_way_nothing_else_is_begun(stripe, cleo, link):
    stripe.pay_by_debit(start_document_checkout(link, **URLS), GOOD_DEBIT)
    look_again(link)

    with pytest.raises(PaymentOnItsWay):
        start_document_checkout(link, **URLS)


def test_coming_back_without_having_paid_proves_nothing(stripe, cleo, link):
    start_document_checkout(link, **URLS)
    look_again(link)

    assert standing_of(link.invoice) == Standing.OPEN
    assert not Payment.objects.exists()
