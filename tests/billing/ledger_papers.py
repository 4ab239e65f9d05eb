"""The ledger's steps that write documents: open charges are invoiced, credited in parts or whole, and made void.

What the model knows of them: issuing moves nothing but the day a charge falls due, a credit note takes back no more
than is left, an invoice is paid when its charges are, and neither a number nor what is frozen ever changes.
"""

from collections.abc import Callable

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from billing.errors.invoices import ChargeIsInvoiced, NotCreditable, NothingToCredit, NothingToInvoice
from billing.models import Invoice, InvoicingRules
from billing.selectors.invoices import standing
from billing.services.charges import void_charge
from billing.services.credit_notes import CreditNoteDraft, credit_invoice, void_invoice
from billing.services.invoice_drafts import gather
from billing.services.invoices import issue_invoice
from crm.models import Contact
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business
from tests.billing.ledger_model import Account, Charged, Issued

PICK = st.integers(0, 10_000)
BASE = "EUR"
DUE = InvoicingRules().due_days


class Papers:
    """Mixed into the state machine of the ledger, whose people, accounts and charges these steps use."""

    people: list[Contact]
    charges: list[Charged]
    place: Callable[[Account, int], tuple[int, Money]]

    def __init__(self) -> None:
        super().__init__()
        self.invoices: list[Issued] = []
        self.notes = 0

    def account_of(self, charge: Charged) -> tuple[int, str]:
        contact_id, nothing = self.place(charge.account, 0)
        return contact_id, nothing.currency

    @precondition(lambda self: self.charges)
    @rule(who=st.sampled_from([0, 1]))
    def issue(self, who: int) -> None:
        """What is owed and stands on no invoice yet, in the business's currency first: it is frozen, nothing moves."""
        contact_id = self.people[who].pk
        open_ones = [one for one in self.charges if one.entry.open and not one.is_invoiced]
        owed = [one for one in open_ones if self.account_of(one)[0] == contact_id]
        if not owed:
            with pytest.raises(NothingToInvoice):
                gather(contact_id=contact_id)
            return
        currency = min((self.account_of(one)[1] for one in owed), key=lambda code: (code != BASE, code))
        charges = [one for one in owed if self.account_of(one)[1] == currency]
        made = issue_invoice(gather(contact_id=contact_id).pk)
        issued = Issued(made.pk, charges[0].account, charges, digest=made.frozen_sha256)
        issued.issue(due=DUE)
        self.invoices.append(issued)

    @precondition(lambda self: self.invoices)
    @rule(pick=PICK, share=st.integers(1, 3), is_refunded=st.booleans())
    def credit_note(self, pick: int, share: int, is_refunded: bool) -> None:  # noqa: FBT001 Hypothesis draws it
        """A part of each charge, or all; what was paid of it is credit or goes back, as far as it can."""
        issued = self.invoices[pick % len(self.invoices)]
        amounts = {one.id: self.place(one.account, one.part(share))[1] for one in issued.charges}
        draft = CreditNoteDraft(reason="Burnt", amounts=amounts if share > 1 else None, is_refunded=is_refunded)
        if issued.is_void or not any(amounts.values()):
            with pytest.raises(NotCreditable if issued.is_void else NothingToCredit):
                credit_invoice(issued.id, draft=draft)
            return
        credit_invoice(issued.id, draft=draft)
        issued.credit(share, is_refunded=is_refunded)
        self.notes += 1

    @precondition(lambda self: self.invoices)
    @rule(pick=PICK, is_refunded=st.booleans())
    def void_invoice(self, pick: int, is_refunded: bool) -> None:  # noqa: FBT001 Hypothesis draws it
        """All that is left is credited; its charges themselves are never void. Void before, nothing happens."""
        issued = self.invoices[pick % len(self.invoices)]
        with pytest.raises(ChargeIsInvoiced):
            void_charge(charge_id=issued.charges[0].id, reason="Mistake")
        void_invoice(issued.id, reason="Mistake", is_refunded=is_refunded)
        self.notes += issued.void(is_refunded=is_refunded)

    @invariant()
    def every_invoice_is_the_models(self) -> None:
        """Each says what it said, none has another's number, and what is due of it is what is due of its charges."""
        year = clock.today(require_business().time_zone).year
        columns = ("number", "frozen_sha256", "state", "due_minor", "credited_minor")
        found = standing(Invoice.objects.order_by("kind", "sequence")).values_list(*columns)
        said = [one.said(f"{year}-{number:04}") for number, one in enumerate(self.invoices, start=1)]
        notes = [f"CN-{year}-{number:04}" for number in range(1, self.notes + 1)]
        assert ([row for row in found if row[0] not in notes], [row[0] for row in found if row[0] in notes]) == (
            said,
            notes,
        )
