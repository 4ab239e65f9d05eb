"""What a bank takes although it had been refunded before stands on no charge: asked for again, it becomes one."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from billing.errors.ledger import CreditIsMoved
from billing.gateway.protocol import Refund
from billing.models import Charge, Dispute, LedgerEntry
from billing.selectors.accounts import balance_of
from billing.selectors.profit_parts import Kind, profit_parts
from billing.selectors.statements import Period, statement_of
from billing.services import disputes as rules
from billing.services.credits import take_credit_back
from billing.services.disputes import claim_again, follow_dispute
from billing.services.reversals import note_refunds
from billing.statements import statement_csv, statement_pdf
from tenants.accounts.models import User
from tenants.kernel import clock
from tests.billing.books import assert_books_add_up, charge, due, money, pay
from tests.billing.dispute_world import Says, as_told

CLAIMED = "Payment taken back by the bank"


@pytest.fixture
def hear(monkeypatch):
    """Follow a payment's dispute to a state."""

    def follow(payment, state: str) -> Dispute:
        monkeypatch.setattr(rules, "gateway", lambda: Says(as_told(state, payment)))
        follow_dispute(payment, "dp_1")
        return Dispute.objects.get()

    return follow


@pytest.fixture
def lost(cleo, hear) -> Dispute:
    """Of a tart for 10.00, of which 3.00 had been refunded before the bank took all of it."""
    charge(cleo, 1000, "Tart")
    payment = pay(cleo, 1000)
    note_refunds(payment, [Refund(id="re_1", minor=300, state="succeeded")])
    return hear(payment, "lost")


def let_go() -> int:
    """What the profit of today lost, in cents."""
    today = clock.today("Europe/Lisbon")
    rows = profit_parts(Period(today, today), member=User(kind="member", role="owner")).rows
    return -sum(row.minor for row in rows if row.kind == Kind.LET_GO)


def test_it_becomes_a_charge_once_and_what_is_owed_stays_what_it_was(cleo, ada, lost):
    assert (balance_of(cleo.pk), due(cleo), let_go()) == (money(1300), {"Tart": 1000}, 1300)

    for _ in range(2):
        claim_again(lost.pk, by=ada)

    assert (balance_of(cleo.pk), due(cleo), let_go()) == (money(1300), {"Tart": 1000, CLAIMED: 300}, 1300)
    made = Charge.objects.get(description=CLAIMED)
    assert (made.reason, made.added_by_name) == (
        f"The bank took {lost.payment.receipt_name} back after it had been refunded.",
        "Ada Lindqvist",
    )
    assert_books_add_up()


def test_what_moved_to_a_charge_is_no_credit_that_could_be_taken_back(cleo, ada, lost, as_ada):
    claim_again(lost.pk, by=ada)
    moved = LedgerEntry.objects.get(kind="credit")
    with pytest.raises(CreditIsMoved):
        take_credit_back(moved.pk, reason="A mistake", by=ada)

    assert balance_of(cleo.pk) == money(1300)
    assert "Take it back" not in as_ada.get(f"/workspace/credits/{moved.pk}/").content.decode()


def test_the_line_that_moves_it_says_so_on_page_paper_and_in_the_table(cleo, lost, as_ada):
    claim_again(lost.pk)
    today = clock.today("Europe/Lisbon")
    statement = statement_of(cleo.pk, Period(today, today))
    (line,) = [each for each in statement.lines if each.kind == "credit"]
    moved = LedgerEntry.objects.get(kind="credit")

    paper = PdfReader(BytesIO(statement_pdf(cleo, statement))).pages[0].extract_text()
    page = as_ada.get(f"/workspace/contacts/{cleo.pk}/statement/").content.decode()

    receipt = lost.payment.receipt_name
    assert (line.kind_name, line.description) == ("Moved to a charge", f"{receipt}: moved to a charge")
    assert f"Moved to a charge,{line.description},{line.reason}" in statement_csv(statement)
    for said in (paper, page, as_ada.get(f"/workspace/credits/{moved.pk}/").content.decode()):
        assert line.description in said
        assert "Credit given" not in said
        assert "asked for as a charge instead" in said.replace("\n", " ")


def test_a_bank_that_gives_it_back_after_all_leaves_what_was_refunded(cleo, lost, hear):
    claim_again(lost.pk)

    hear(lost.payment, "won")

    assert (balance_of(cleo.pk), due(cleo)) == (money(300), {CLAIMED: 300})
    assert_books_add_up()


def test_what_comes_again_settles_what_it_had_before_what_fell_due_earlier(cleo, hear):
    charge(cleo, 1000, "Tart")
    payment = pay(cleo, 1000)
    hear(payment, "under_review")
    charge(cleo, 700, "Bun", due_on=date(2026, 1, 1))

    hear(payment, "won")

    assert due(cleo) == {"Bun": 700}
    assert_books_add_up()


def test_its_page_says_what_is_there_twice_and_asks_for_it(cleo, lost, as_ada):
    page = f"/workspace/disputes/{lost.pk}/"
    assert "You had refunded €3.00 of it before" in as_ada.get(page).content.decode()

    as_ada.post(f"{page}claim/")

    assert due(cleo) == {"Tart": 1000, CLAIMED: 300}
    assert "Ask for it again" not in as_ada.get(page).content.decode()
