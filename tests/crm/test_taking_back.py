"""An acceptance is taken back by whoever accepted, as long as they see the contact."""

import pytest

from crm.errors import CorrectionDecided
from crm.models import Correction, Customer
from crm.services.decisions import accept_correction, undo_acceptance
from tenants.accounts.models import User
from tenants.kernel.errors import NotFound
from tests.crm.ledger import hold, ledger, read, report

PHONE = "+351 933 333 333"


@pytest.fixture
def made(in_acme, cleo, ben) -> Correction:
    """A report that Ben has accepted."""
    customer = Customer.objects.select_related("contact", "user").get(user=cleo)
    hold(customer.contact_id)
    correction = report(customer, "phone", number=PHONE)
    return accept_correction(correction.pk, seen=read(correction), by=ben)


def test_a_colleague_does_not_take_it_back(made, ada):
    before = ledger()

    with pytest.raises(CorrectionDecided, match="accepted by Ben Okafor"):
        undo_acceptance(made.pk, by=ada)

    assert ledger() == before


def test_who_no_longer_sees_the_contact_does_not_take_it_back(made, ben):
    User.objects.filter(pk=ben.pk).update(contact_scope="assigned")
    before = ledger()

    with pytest.raises(NotFound):
        undo_acceptance(made.pk, by=User.objects.get(pk=ben.pk))

    assert ledger() == before
