"""What the ledger ought to say, in lists and additions: no code of the product is in it.

An account is one contact's in one currency. Every rule of the ledger stands here once more: money never lies idle while
something is due, credits are used oldest first, what falls due first is settled first, and what is taken back was the
latest use.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

OWED = ("charge", "refund", "dispute", "write_off_back", "credit_back")
FREED = ("payment", "credit")
"""What a credit note frees of a charge; what was given up and credited before stays there."""


@dataclass(eq=False)
class Entry:
    kind: str
    minor: int
    open: int
    number: int
    due: int = 0
    """The day it falls due, counted from today; what is taken back is due today."""
    of: "Paid | None" = None
    taken_of: "Entry | None" = None
    freed: list["Entry"] = field(default_factory=list)
    """Of a credit, what it settled and was freed of."""


@dataclass(eq=False)
class Use:
    credit: Entry
    debit: Entry
    minor: int
    number: int


@dataclass(eq=False)
class Account:
    entries: list[Entry] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    numbers: int = 0

    def post(self, kind: str, minor: int, due: int = 0) -> Entry:
        self.numbers += 1
        signed = minor if kind in OWED else -minor
        entry = Entry(kind, signed, minor, self.numbers, due)
        self.entries.append(entry)
        return entry

    def use(self, credit: Entry, debit: Entry, minor: int) -> None:
        if minor > 0:
            self.numbers += 1
            self.uses.append(Use(credit, debit, minor, self.numbers))
            credit.open -= minor
            debit.open -= minor

    def settle(self, first: Iterable[Entry] = ()) -> None:
        credits_left = [entry for entry in self.entries if entry.minor < 0 and entry.open]
        owed = [entry for entry in self.entries if entry.minor > 0 and entry.open]
        owed.sort(key=lambda entry: (entry not in list(first), entry.due, entry.number))
        for credit in credits_left:
            for debit in owed:
                self.use(credit, debit, min(credit.open, debit.open))

    def free(self, uses: list[Use], minor: int) -> None:
        for use in sorted(uses, key=lambda use: -use.number):
            if minor <= 0:
                return
            freed = min(minor, use.minor)
            minor -= freed
            self.uses.remove(use)
            use.credit.freed.append(use.debit)
            use.credit.open += use.minor
            use.debit.open += use.minor
            self.use(use.credit, use.debit, use.minor - freed)

    def take_back(self, kind: str, credit: Entry, minor: int, *, settles: bool = True) -> Entry:
        debit = self.post(kind, minor)
        debit.taken_of = credit
        of_charges = [use for use in self.uses if use.credit is credit and use.debit.kind == "charge"]
        self.free(of_charges, minor - credit.open)
        self.use(credit, debit, min(minor, credit.open))
        if settles:
            self.settle()
        return debit

    def give_again(self, kind: str, debit: Entry) -> None:
        credit = self.post(kind, debit.minor)
        self.free([use for use in self.uses if use.debit is debit], debit.minor)
        self.use(credit, debit, debit.minor)
        self.settle(debit.taken_of.freed if debit.taken_of else ())

    def state(self) -> Counter[tuple[str, int, int]]:
        return Counter((entry.kind, entry.minor, entry.open) for entry in self.entries)


@dataclass(eq=False)
class Charged:
    """A charge, and what of it was given up."""

    id: int
    account: Account
    entry: Entry
    given_up: list[Entry] = field(default_factory=list)
    credited: int = 0
    is_void: bool = False
    is_invoiced: bool = False

    @property
    def creditable(self) -> int:
        return self.entry.minor + sum(credit.minor for credit in self.given_up) - self.credited

    def part(self, share: int) -> int:
        """One part in ``share`` of what can be taken back, and at least the smallest coin of it."""
        return min(self.creditable, max(1, self.creditable // share))

    def credit(self, minor: int) -> Counter["Paid"]:
        """Take a part back; return how much of which payment comes free."""
        uses = [use for use in self.account.uses if use.debit is self.entry and use.credit.kind in FREED]
        freed: Counter[Paid] = Counter()
        left = minor - self.entry.open
        for use in sorted(uses, key=lambda use: -use.number):
            if use.credit.of and left > 0:
                freed[use.credit.of] += min(left, use.minor)
            left -= use.minor
        self.account.free(uses, minor - self.entry.open)
        self.account.use(self.account.post("credit_note", minor), self.entry, minor)
        self.credited += minor
        return freed

    def give_up(self, minor: int) -> None:
        credit = self.account.post("write_off", minor)
        self.account.use(credit, self.entry, minor)
        self.given_up.append(credit)

    def claim_again(self) -> None:
        for credit in self.given_up:
            self.account.take_back("write_off_back", credit, -credit.minor)
        self.given_up = []

    def void(self) -> None:
        self.claim_again()
        self.account.free([use for use in self.account.uses if use.debit is self.entry], self.entry.minor)
        credit = self.account.post("charge_void", self.entry.minor)
        self.account.use(credit, self.entry, self.entry.minor)
        self.account.settle()
        self.is_void = True


@dataclass(eq=False)
class Given:
    """Credit, and the payment that it was given for."""

    id: int
    account: Account
    entry: Entry
    is_taken_back: bool = False


@dataclass(eq=False)
class Paid:
    """A payment, what went back of it by Stripe's names, and its dispute."""

    id: int
    account: Account
    entry: Entry
    refunds: dict[str, tuple[int, str]] = field(default_factory=dict)
    credits: list[Given] = field(default_factory=list)
    by_hand: int = 0
    disputed: int = 0
    dispute: str = ""
    taken: dict[str, Entry] = field(default_factory=dict)
    """What was taken back of it at Stripe, by Stripe's names."""

    def __post_init__(self) -> None:
        self.entry.of = self

    def credit(self, minor: int) -> Entry:
        """Give a part of it as credit on the account, where it settles what is due."""
        entry = self.account.post("credit", minor)
        entry.of = self
        self.account.settle()
        return entry

    def take(self, kind: str, name: str, minor: int) -> None:
        self.taken[name] = self.account.take_back(kind, self.entry, minor)

    def come_again(self, kind: str, name: str) -> None:
        self.account.give_again(kind, self.taken[name])

    def give_back(self, minor: int, *, settles: bool = True) -> None:
        self.by_hand += minor
        self.account.take_back("refund", self.entry, minor, settles=settles)

    @property
    def refunds_gone(self) -> list[str]:
        return [name for name, (_minor, state) in self.refunds.items() if state == "succeeded"]

    @property
    def money_back(self) -> int:
        sent = sum(minor for minor, state in self.refunds.values() if state == "succeeded")
        return (
            self.by_hand + sent + (self.disputed if self.dispute in ("needs_response", "under_review", "lost") else 0)
        )

    @property
    def left(self) -> int:
        return -self.entry.minor - self.money_back

    @property
    def refundable(self) -> int:
        credited = sum(-given.entry.minor for given in self.credits if not given.is_taken_back)
        return max(0, self.left - credited)


@dataclass(eq=False)
class Issued:
    """An invoice: its charges, and what was frozen of it."""

    id: int
    account: Account
    charges: list[Charged]
    digest: str
    is_void: bool = False

    def said(self, number: str) -> tuple[str, str, str, int, int]:
        """What is listed of it: it is paid when nothing of its charges is open."""
        due = sum(charge.entry.open for charge in self.charges)
        credited = sum(charge.credited for charge in self.charges)
        return number, self.digest, "void" if self.is_void else "issued", due, credited

    def issue(self, due: int) -> None:
        for charge in self.charges:
            charge.is_invoiced, charge.entry.due = True, due

    def credit(self, share: int, *, is_refunded: bool) -> None:
        """Take one part in ``share`` of each charge back; what was paid of it is given back as far as it can be."""
        freed: Counter[Paid] = Counter()
        for charge in self.charges:
            if part := charge.part(share):
                freed.update(charge.credit(part))
        for paid in sorted(freed, key=lambda paid: paid.id) if is_refunded else []:
            if minor := min(freed[paid], paid.refundable):
                paid.give_back(minor, settles=False)
        self.account.settle()

    def void(self, *, is_refunded: bool) -> bool:
        """Return whether it took a credit note."""
        if self.is_void:
            return False
        for charge in self.charges:
            charge.claim_again()
        is_credited = any(charge.creditable for charge in self.charges)
        if is_credited:
            self.credit(1, is_refunded=is_refunded)
        self.is_void = True
        return is_credited
