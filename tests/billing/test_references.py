"""References that find their contact, and codes that banks read."""

import re

import pytest

from billing.models import InvoicingRules
from billing.references import contacts_in, grouped, is_iban, reference_of
from billing.selectors.bank import bank_details, transfer_slip
from tests.billing.books import money


@pytest.mark.parametrize("contact_id", [1, 2, 40, 12_345, 481_890_303])
def test_a_reference_finds_its_contact_however_it_is_written(contact_id):
    reference = reference_of(contact_id)

    assert re.fullmatch(r"RF\d\d[2-9A-Y]{6}", reference)
    for written in (reference, grouped(reference), reference.lower(), f"SEPA credit {grouped(reference)} thank you"):
        assert contacts_in(written) == [contact_id]


def test_one_wrong_letter_or_two_swapped_find_nobody():
    reference = reference_of(40)
    wrong = [reference[:at] + letter + reference[at + 1 :] for at in range(2, 10) for letter in "2345679ACX"]
    swapped = [reference[:at] + reference[at + 1] + reference[at] + reference[at + 2 :] for at in range(2, 9)]

    assert all(contacts_in(text) == [] for text in (*wrong, *swapped) if text != reference)


def test_a_reference_is_one_that_any_bank_takes():
    """ISO 11649's own example; ours are checked by the same rule."""
    body = reference_of(7)
    moved = "".join(str(int(letter, 36)) for letter in body[4:] + body[:4])

    assert int(moved) % 97 == 1


def test_an_iban_with_a_wrong_figure_is_none():
    assert is_iban("PT50000201231234567890154")
    assert not is_iban("PT50000201231234567890155")
    assert not is_iban("")


def test_there_is_no_slip_before_there_are_bank_details(in_acme):
    assert (bank_details(), transfer_slip(1, money(1000))) == (None, None)


def test_a_slip_in_euro_has_a_code_and_one_elsewhere_has_none(in_acme):
    InvoicingRules(pk=1, bank_holder="Acme Bakery", iban="PT50000201231234567890154", bic="BCOMPTPL").save()

    slip = transfer_slip(7, money(1250))

    assert (slip.shown_reference, slip.bank.shown_iban) == (grouped(reference_of(7)), "PT50 0002 0123 1234 5678 9015 4")
    assert slip.code.startswith("<svg")
    InvoicingRules.objects.update(iban="", bank_other="Northgate Bank 31926819")
    assert (transfer_slip(7, money(1250)).code, transfer_slip(7, money(0)).code) == ("", "")
