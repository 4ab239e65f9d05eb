"""Whatever is charged, invoiced, paid, given back, disputed, given up and credited: after every step the books add up.

Hypothesis chooses the steps; beside the real rules runs a model of lists and additions. After each step the product's
own proofs find no fault, every entry and what is open of it are the model's, and so are the balances.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from billing.gateway.protocol import Dispute as Found
from billing.gateway.protocol import Refund
from billing.models import LedgerEntry, Payment
from billing.selectors.accounts import all_standings
from billing.selectors.faults import faults
from billing.selectors.refunds import refundable_of
from billing.services import disputes
from billing.services.charges import ChargeDraft, add_charge, void_charge
from billing.services.credits import CreditDraft, credit_payment, give_credit, take_credit_back
from billing.services.disputes import follow_dispute
from billing.services.payments import PaymentDraft, record_payment
from billing.services.rates import set_rate
from billing.services.refunds import RefundDraft, follow_refunds, give_back
from billing.services.write_offs import undo_write_offs, write_off
from tenants.kernel import clock
from tenants.kernel.money import Money
from tests.billing import books
from tests.billing.dispute_world import Says
from tests.billing.ledger_model import Account, Charged, Given, Paid
from tests.billing.ledger_papers import Papers

CURRENCIES = ["EUR", "JPY", "KWD", "ISK"]
RATES = {"JPY": "0.0061", "KWD": "3.01", "ISK": "0.0069"}
PICK = st.integers(0, 10_000)
AMOUNT = st.integers(1, 500_000)
OPEN_DISPUTES = ("warning_needs_response", "warning_under_review", "needs_response", "under_review")
ENDS = {"warning": ("warning_closed", "needs_response"), "": ("under_review", "won", "lost")}


class Ledger(Papers, RuleBasedStateMachine):
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.today = clock.today("Europe/Lisbon")
        for currency, rate in RATES.items():
            set_rate(currency=currency, rate=Decimal(rate), valid_from=date(2020, 1, 1))
        self.people = [books.contact("Cleo van Dam", ""), books.contact("Carl Brandt", "")]
        self.accounts = {(who.pk, currency): Account() for who in self.people for currency in CURRENCIES}
        self.places = {id(account): place for place, account in self.accounts.items()}
        self.charges: list[Charged] = []
        self.payments: list[Paid] = []
        self.refundable: dict[Paid, int] = {}
        self.credits: list[Given] = []
        self.gateway = disputes.gateway

    def teardown(self) -> None:
        disputes.gateway = self.gateway
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def place(self, account: Account, minor: int) -> tuple[int, Money]:
        contact_id, currency = self.places[id(account)]
        return contact_id, Money(minor, currency)

    @staticmethod
    def one(of: list[Any], pick: int, wanted: Any = lambda _one: True) -> Any:
        """Return one of those that fit, or nothing."""
        fitting = [each for each in of if wanted(each)]
        return fitting[pick % len(fitting)] if fitting else None

    @rule(who=st.sampled_from([0, 1]), currency=st.sampled_from(CURRENCIES), minor=AMOUNT, due=st.integers(-9, 9))
    def charge(self, who: int, currency: str, minor: int, due: int) -> None:
        account = self.accounts[self.people[who].pk, currency]
        contact_id, price = self.place(account, minor)
        draft = ChargeDraft(description="Bread", unit_price=price, due_on=self.today + timedelta(days=due))
        made = add_charge(contact_id=contact_id, draft=draft)
        self.charges.append(Charged(made.pk, account, account.post("charge", minor, due)))
        account.settle()

    @rule(who=st.sampled_from([0, 1]), currency=st.sampled_from(CURRENCIES), minor=AMOUNT, pick=PICK)
    def pay(self, who: int, currency: str, minor: int, pick: int) -> None:
        """Any amount: a part, all, or more than is due; for one charge first, every other time."""
        account = self.accounts[self.people[who].pk, currency]
        contact_id, amount = self.place(account, minor)
        fits = lambda one: one.account is account and not one.is_void  # noqa: E731
        chosen = self.one(self.charges, pick, fits) if pick % 2 else None
        draft = PaymentDraft(amount=amount, method="cash", charge_ids=[chosen.id] if chosen else [], send_receipt=False)
        made = record_payment(contact_id=contact_id, draft=draft)
        self.payments.append(Paid(made.pk, account, account.post("payment", minor)))
        account.settle([chosen.entry] if chosen else [])

    @precondition(lambda self: self.charges)
    @rule(pick=PICK)
    def pay_exactly(self, pick: int) -> None:
        charge = self.one(self.charges, pick, lambda one: one.entry.open)
        if charge:
            contact_id, amount = self.place(charge.account, charge.entry.open)
            draft = PaymentDraft(amount=amount, method="transfer", charge_ids=[charge.id], send_receipt=False)
            made = record_payment(contact_id=contact_id, draft=draft)
            self.payments.append(Paid(made.pk, charge.account, charge.account.post("payment", amount.minor)))
            charge.account.settle([charge.entry])

    @precondition(lambda self: self.charges)
    @rule(pick=PICK)
    def void(self, pick: int) -> None:
        charge = self.one(self.charges, pick, lambda one: not one.is_void and not one.is_invoiced)
        if charge:
            void_charge(charge_id=charge.id, reason="Mistake")
            charge.void()

    @precondition(lambda self: self.charges)
    @rule(pick=PICK, share=st.integers(1, 3))
    def give_up(self, pick: int, share: int) -> None:
        charge = self.one(self.charges, pick, lambda one: one.entry.open)
        if charge:
            minor = max(1, charge.entry.open // share)
            amount = self.place(charge.account, minor)[1]
            write_off(charge_id=charge.id, reason="Gone", amount=amount if share > 1 else None)
            charge.give_up(minor)

    @precondition(lambda self: self.charges)
    @rule(pick=PICK)
    def claim_again(self, pick: int) -> None:
        charge = self.one(self.charges, pick, lambda one: one.given_up)
        if charge:
            undo_write_offs(charge_id=charge.id)
            charge.claim_again()

    @rule(who=st.sampled_from([0, 1]), currency=st.sampled_from(CURRENCIES), minor=AMOUNT)
    def credit(self, who: int, currency: str, minor: int) -> None:
        account = self.accounts[self.people[who].pk, currency]
        contact_id, amount = self.place(account, minor)
        made = give_credit(contact_id, draft=CreditDraft(amount=amount, reason="Kindness", tell=False))
        self.credits.append(Given(made.pk, account, account.post("credit", minor)))
        account.settle()

    @precondition(lambda self: self.credits)
    @rule(pick=PICK)
    def take_credit_back(self, pick: int) -> None:
        given = self.one(self.credits, pick, lambda one: not one.is_taken_back)
        if given:
            take_credit_back(given.id, reason="Not so kind")
            given.account.take_back("credit_back", given.entry, -given.entry.minor)
            given.is_taken_back = True

    @precondition(lambda self: self.payments)
    @rule(pick=PICK, share=st.integers(1, 3), on_account=st.booleans())
    def give_back(self, pick: int, share: int, on_account: bool) -> None:  # noqa: FBT001 Hypothesis draws it
        paid = self.one(self.payments, pick, lambda one: one.refundable)
        if not paid:
            return
        minor = max(1, paid.refundable // share)
        amount = self.place(paid.account, minor)[1]
        if on_account:
            made = credit_payment(paid.id, draft=CreditDraft(amount=amount, reason="Burnt", tell=False))
            given = Given(made.pk, paid.account, paid.credit(minor))
            self.credits.append(given)
            paid.credits.append(given)
        else:
            give_back(paid.id, draft=RefundDraft(amount=amount, reason="Burnt"))
            paid.give_back(minor)

    @precondition(lambda self: self.payments)
    @rule(pick=PICK, share=st.integers(1, 3), state=st.sampled_from(["pending", "succeeded", "failed"]))
    def refund_at_stripe(self, pick: int, share: int, state: str) -> None:
        paid = self.one(self.payments, pick, lambda one: one.left and not one.dispute)
        if paid:
            name = f"re_{paid.id}_{len(paid.refunds)}"
            paid.refunds[name] = (max(1, paid.left // share), "")
            self.tell_of_refund(paid, name, state)

    @precondition(lambda self: any(paid.refunds for paid in self.payments))
    @rule(pick=PICK, state=st.sampled_from(["pending", "succeeded", "failed"]))
    def refund_moves(self, pick: int, state: str) -> None:
        paid = self.one(self.payments, pick, lambda one: one.refunds)
        name = sorted(paid.refunds)[pick % len(paid.refunds)]
        minor, before = paid.refunds[name]
        if before == "failed" or (state == "succeeded" != before and minor > paid.left):
            return  # Stripe's last word, or more than is left by now
        self.tell_of_refund(paid, name, state)

    @precondition(lambda self: any(paid.refunds_gone for paid in self.payments))
    @rule(pick=PICK)
    def refund_comes_back(self, pick: int) -> None:
        """Days after it had gone, the card's bank sends it back: rare for chance alone."""
        paid = self.one(self.payments, pick, lambda one: one.refunds_gone)
        self.tell_of_refund(paid, paid.refunds_gone[pick % len(paid.refunds_gone)], "failed")

    def tell_of_refund(self, paid: Paid, name: str, state: str) -> None:
        """Stripe tells it twice; what has gone is not pending again."""
        minor, before = paid.refunds[name]
        for _ in range(2):
            follow_refunds(Payment.objects.get(pk=paid.id), [Refund(name, minor, state)])
        if state == "succeeded" != before:
            paid.take("refund", name, minor)
        if state == "failed" and before == "succeeded":
            paid.come_again("refund_failed", name)
        if state != "pending" or before != "succeeded":
            paid.refunds[name] = (minor, state)

    @precondition(lambda self: self.payments)
    @rule(pick=PICK, share=st.integers(1, 2), is_inquiry=st.booleans())
    def dispute(self, pick: int, share: int, is_inquiry: bool) -> None:  # noqa: FBT001 Hypothesis draws it
        paid = self.one(self.payments, pick, lambda one: one.left and not one.dispute)
        if paid:
            paid.disputed = max(1, paid.left // share)
            self.bank_says(paid, "warning_needs_response" if is_inquiry else "needs_response")

    @precondition(lambda self: any(paid.dispute in OPEN_DISPUTES for paid in self.payments))
    @rule(pick=PICK)
    def dispute_moves(self, pick: int) -> None:
        paid = self.one(self.payments, pick, lambda one: one.dispute in OPEN_DISPUTES)
        ways = ENDS["warning" if paid.dispute.startswith("warning") else ""]
        state = ways[pick % len(ways)]
        if state == "needs_response" and paid.disputed > paid.left:
            return  # given back meanwhile: the bank has nothing to take
        self.bank_says(paid, state)

    def bank_says(self, paid: Paid, state: str) -> None:
        taken = not state.startswith("warning")
        found = Found(
            id=f"dp_{paid.id}",
            intent="",
            minor=paid.disputed,
            is_withdrawn=taken,
            is_reinstated=state == "won",
            state=state,
            due_at=datetime(2030, 1, 1, tzinfo=UTC),
            opened_at=datetime(2029, 12, 1, tzinfo=UTC),
        )
        disputes.gateway = lambda: Says(found)
        for _ in range(2):
            follow_dispute(Payment.objects.get(pk=paid.id), found.id)
        before, paid.dispute = paid.dispute, state
        if taken and before in ("", "warning_needs_response", "warning_under_review"):
            paid.take("dispute", found.id, paid.disputed)
        if state == "won":
            paid.come_again("dispute_won", found.id)

    @invariant()
    def the_books_add_up(self) -> None:
        type(self).steps += 1
        assert list(faults()) == []

    @invariant()
    def every_entry_is_the_models(self) -> None:
        said: dict[tuple[int, str], Counter[tuple[str, int, int]]] = {place: Counter() for place in self.accounts}
        rows = LedgerEntry.objects.values_list("contact_id", "currency", "kind", "amount_minor", "open_minor")
        for contact_id, currency, *entry in rows:
            said[contact_id, currency][tuple(entry)] += 1  # type: ignore[index]
        assert said == {place: account.state() for place, account in self.accounts.items()}

    @invariant()
    def every_balance_is_the_models(self) -> None:
        """As the product says it, now and then: the entries that it is made of are looked at after every step."""
        if type(self).steps % 5:
            return
        said = all_standings([who.pk for who in self.people]).items()
        found = {(who, one.balance.currency): one.balance.minor for who, standings in said for one in standings}
        sums = {place: sum(entry.minor for entry in account.entries) for place, account in self.accounts.items()}
        assert {place: found.get(place, 0) for place in sums} == sums

    @invariant()
    def what_can_go_back_is_the_models(self) -> None:
        """Of each payment of which the step changed it."""
        for paid in [paid for paid in self.payments if self.refundable.get(paid) != paid.refundable]:
            assert refundable_of(Payment.objects.get(pk=paid.id)).minor == paid.refundable
            self.refundable[paid] = paid.refundable
