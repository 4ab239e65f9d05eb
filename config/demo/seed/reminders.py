"""What customers have asked and promised in the demo: some answered and kept, some not."""

from datetime import datetime, timedelta

from billing.models import LedgerEntry
from billing.services.promises import promise_payment
from billing.services.queries import explain_charge, query_charge
from billing.services.reminder_rules import change_reminder_rules
from config.demo.seed.past import happening_at
from config.demo.seed.trades import Trade
from crm.models import Customer
from tenants.accounts.models import User
from tenants.activity.record import acting
from tenants.kernel import clock
from tenants.kernel.scope import require_business

ONLY = "acme"
RULES = {"reminds": True, "sends_statements": True, "fee_kind": "flat", "fee_minor": 500, "fee_after_days": 30}


def ask_and_promise(trade: Trade) -> None:
    """Let the bakery remind, and its customers say what they do not recognise and by when they pay."""
    if trade.subdomain != ONLY:
        return
    change_reminder_rules(RULES)
    owner = User.objects.get(username=trade.team[0].username)
    now = clock.now()
    for tell, entry in zip((_asked, _explained, _promised, _broken), _open_charges(), strict=False):
        tell(entry, now, owner)


def _asked(entry: LedgerEntry, now: datetime, _owner: User) -> None:
    with happening_at(now - timedelta(days=1, hours=4)):
        _ask(entry, "We were closed that week. Was this for somebody else?")


def _explained(entry: LedgerEntry, now: datetime, owner: User) -> None:
    with happening_at(now - timedelta(days=9)):
        query = _ask(entry, "What is this?")
    with happening_at(now - timedelta(days=8)), acting(owner):
        explain_charge(query_id=query, answer="It is the order that you rang us about on the Friday before.", by=owner)


def _promised(entry: LedgerEntry, now: datetime, _owner: User) -> None:
    with happening_at(now - timedelta(days=2)):
        _promise(entry, days=9)


def _broken(entry: LedgerEntry, now: datetime, _owner: User) -> None:
    with happening_at(now - timedelta(days=12)):
        _promise(entry, days=7)


def _open_charges() -> list[LedgerEntry]:
    """Return the oldest open charge of each of a few contacts, the cast's first."""
    before = clock.now() - timedelta(days=14)
    entries = LedgerEntry.objects.unsettled().filter(kind=LedgerEntry.Kind.CHARGE, effective_on__lt=before.date())
    firsts: dict[int, LedgerEntry] = {}
    for entry in entries.select_related("charge").order_by("contact_id", "due_on", "pk"):
        firsts.setdefault(entry.contact_id, entry)
    return list(firsts.values())


def _ask(entry: LedgerEntry, why: str) -> int:
    customer = _customer(entry)
    with acting(customer):
        return query_charge(contact_id=entry.contact_id, charge_id=entry.charge_id or 0, why=why, by=customer).pk


def _promise(entry: LedgerEntry, *, days: int) -> None:
    customer = _customer(entry)
    until = clock.today(require_business().time_zone) + timedelta(days=days)
    with acting(customer):
        promise_payment(contact_id=entry.contact_id, charge_ids=[entry.charge_id or 0], until=until, by=customer)


def _customer(entry: LedgerEntry) -> User:
    return Customer.objects.select_related("user").filter(contact=entry.contact_id).earliest("pk").user
