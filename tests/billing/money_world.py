"""Two years of three customers: Cleo's card pays, Carl pays by hand and not always in time, Dora does not for long."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from billing.models import Automatic, AutopayConsent, LedgerEntry, SavedCard
from billing.services.cards import follow_cards, stripe_customer_of
from billing.services.invoicing_rules import save_profile, save_rules
from billing.services.reminder_rules import change_reminder_rules
from billing.services.schedules import start_schedule
from crm.models import Contact
from emails.kinds import kind_named
from emails.models import Message
from tests.billing import books
from tests.billing.autopay_world import agree
from tests.billing.card_gateway import CardGateway
from tests.billing.clock_world import Walk, here
from tests.billing.schedule_world import draft

FIRST, LAST = date(2027, 3, 1), date(2029, 3, 1)
DAY = timedelta(days=1)
SUNDAY = 6
Event = tuple[date, time, str, str, str]


@dataclass
class Books(Walk):
    """What happened: each entry of the ledger and each mail, with its local day and hour; and which days began when."""

    events: list[Event] = field(default_factory=list)
    begun: dict[str, list[datetime]] = field(default_factory=lambda: {"billing.day": [], "billing.autopay_day": []})
    entry_pk: int = 0
    mail_pk: int = 0

    def note(self, work: str, instant: datetime) -> None:
        local = here(instant).replace(tzinfo=None)
        if work in self.begun:  # which only asks for work
            self.begun[work].append(local)
            return
        for entry in LedgerEntry.objects.filter(pk__gt=self.entry_pk).select_related("contact").order_by("pk"):
            self._add(local, entry.contact.display_name, entry.kind, entry.amount.format())
            assert entry.effective_on == local.date()
            self.entry_pk = entry.pk
        for mail in Message.objects.filter(pk__gt=self.mail_pk, contact_id__isnull=False).order_by("pk"):
            self._add(local, mail.to_name, mail.kind, said_in(mail))
            self.mail_pk = mail.pk

    def _add(self, local: datetime, name: str, what: str, how_much: str) -> None:
        self.events.append((local.date(), local.time(), name.split(maxsplit=1)[0], what, how_much))


def said_in(mail: Message) -> str:
    """Return what weighs in a mail; what is read anew when it is sent is read now."""
    read_anew = kind_named(mail.kind).read_anew
    facts = mail.context | ((read_anew(mail.context) or {}) if read_anew else {})
    match mail.kind:
        case "statement":
            return " + ".join(account["closing"] for account in facts["accounts"])
        case "reminder":
            return f"{facts['what']}: {facts['total']}"
        case "autopay_failed":
            return f"{facts['amount']}, again {facts['again_on'] or 'never'}"
        case "card_expiring":
            return str(facts["expiry"])
    return str(facts["amount"])


def rules(hour: int) -> None:
    """Month ends are invoiced, due two days later; reminders but on Sundays, fees and statements at an hour."""
    save_rules(automatic=Automatic.MONTHLY, automatic_day=31, due_days=2)
    change_reminder_rules({
        "reminds": True, "steps": [-1, 1, 7], "quiet_weekdays": [SUNDAY], "hour": hour, "sends_statements": True,
        "fee_kind": "flat", "fee_minor": 500, "fee_after_days": 5, "fee_every": "month",
    })  # fmt: skip


def subscribe(name: str, minor: int) -> Contact:
    """A customer with a service at each month's end, which is invoiced on the same day."""
    contact = books.contact(name, f"{name.split(maxsplit=1)[0].lower()}@example.com")
    plan = draft(minor, date(2027, 3, 31), description=f"Bread for {name}", due_days=60)
    start_schedule(contact_id=contact.pk, draft=plan)
    return contact


def pays_by_card(contact: Contact, account: str) -> AutopayConsent:
    stripe_customer_of(contact.pk)
    follow_cards(contact.pk)
    assert SavedCard.objects.get(contact=contact).stripe_account == account
    return agree(contact)


def card_is_renewed(contact: Contact, year: int, month: int) -> None:
    """Its bank sends another one, of which Stripe knows."""
    CardGateway.renew(year, month)
    follow_cards(contact.pk)


def does_not_pay(walk: Books) -> None:
    """Dora has a cake in January 2028 and pays for it on 10 March."""
    dora = books.contact("Dora Lind", "dora@example.com")
    save_profile(contact_id=dora.pk, automatic=Automatic.NEVER)
    walk.on(date(2028, 1, 24), books.charge, dora, 10_000, "Cake", due_on=date(2028, 1, 26))
    walk.on(date(2028, 3, 10), books.pay, dora, 11_000, send_receipt=False)
