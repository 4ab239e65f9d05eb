"""What customers have said about their details in the year: mostly right, some wrong, a few answers still open."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.demo.seed.past import happening_at
from config.demo.seed.trades import Trade
from crm.models import Contact, Customer
from crm.selectors.corrections import report_named
from crm.selectors.details import Detail, details_of
from crm.services.checks import confirm_detail, confirm_details
from crm.services.corrections import report_detail
from crm.services.decisions import accept_correction, decline_correction
from tenants.accounts.models import User
from tenants.activity.record import acting
from tenants.kernel import clock

ALL_RIGHT, SOME_RIGHT = 0.5, 0.85
"""Of those who have been inside, how many confirmed everything, and at least some of it."""


@dataclass(frozen=True)
class Told:
    """A report: days ago, which detail, what it should say, why, and the team's answer if there is one."""

    days: int
    kind: str
    parts: dict[str, str]
    why: str = ""
    answer: str = ""


TOLD = (
    Told(2, "phone", {"number": "{phone}4417"}, "I changed to a new provider and could not take the number along."),
    Told(5, "address", {"street": "{street} 88", "city": "{city}"}, "We moved on the first of the month."),
    Told(1, "last_name", {"last_name": "{last} Prado"}, "Married in May."),
    Told(3, "company_name", {"company_name": "{company} & Co."}, "New name in the register since spring."),
    Told(40, "phone", {"number": "{phone}2093"}, "The old one rings at the neighbour's.", "accepted"),
    Told(64, "address", {"street": "{street} 12", "city": "{city}"}, "", "accepted"),
    Told(21, "company_name", {"company_name": "{company} Group"}, "Sounds better.",
         "The register of companies still has the old name. Send us the extract and we change it."),
)  # fmt: skip


def tell_what_is_right(trade: Trade) -> None:
    """Let the customers of a year say which of their details are right."""
    owner = User.objects.get(username=trade.team[0].username)
    cast = {person.username for person, _sketch in trade.cast}
    inside = Customer.objects.exclude(details_reviewed_at=None).select_related("user", "contact").order_by("pk")
    known = [customer for customer in inside if customer.user.username not in cast]
    for number, customer in enumerate(known):
        die = random.Random(f"{trade.subdomain}/right/{number}")  # noqa: S311 the same on every machine
        _confirm(customer, die)
    for customer, told in sorted(_reporters(known), key=lambda one: -one[1].days):
        _tell(customer, told, trade, owner)
    for customer in inside.filter(user__username__in=cast):
        _confirm_one(customer)


def _confirm(customer: Customer, die: random.Random) -> None:
    luck = die.random()
    at = clock.now() - timedelta(days=die.randint(6, 300), minutes=die.randint(0, 600))
    if luck > SOME_RIGHT:
        return
    with _saying(customer, at):
        if luck < ALL_RIGHT:
            confirm_details(customer.pk)
        else:
            shown = _details(customer)
            confirm_details(customer.pk, seen={one.key: one.seen for one in shown[: die.randint(1, len(shown) - 1)]})


def _confirm_one(customer: Customer) -> None:
    """The cast has begun, and has some left to look at."""
    first = _details(customer)[0]
    with _saying(customer, clock.now() - timedelta(days=30)):
        confirm_detail(customer.pk, key=first.key, seen=first.seen)


def _reporters(known: list[Customer]) -> Iterator[tuple[Customer, Told]]:
    """Each report is told by another customer who has such a detail."""
    left = list(known)
    for told in TOLD:
        teller = next((one for one in left if _of_kind(one, told.kind)), None)
        if teller is not None:
            left.remove(teller)
            yield teller, told


def _tell(customer: Customer, told: Told, trade: Trade, owner: User) -> None:
    detail = _of_kind(customer, told.kind)[0]
    words = {
        "phone": trade.phone_prefix,
        "street": trade.streets[0],
        "city": trade.address.split()[-1],
        "last": customer.contact.last_name,
        "company": customer.contact.company_name,
    }
    blank = {"postcode": "", "region": "", "country": trade.country} if told.kind == "address" else {}
    parts = {**blank, **{name: text.format(**words) for name, text in told.parts.items()}}
    at = clock.now() - timedelta(days=told.days, hours=3)
    with _saying(customer, at):
        made = report_detail(customer.pk, key=detail.key, proposed=parts, why=told.why)
    if told.answer:
        with happening_at(at + timedelta(days=1)), acting(owner):
            _answer(made.pk, told.answer, owner)


def _answer(correction_id: int, answer: str, owner: User) -> None:
    if answer == "accepted":
        accept_correction(correction_id, seen=report_named(correction_id).seen, by=owner)
    else:
        decline_correction(correction_id, reason=answer, by=owner)


def _details(customer: Customer) -> list[Detail]:
    return details_of(Contact.objects.get(pk=customer.contact_id))


def _of_kind(customer: Customer, kind: str) -> list[Detail]:
    return [detail for detail in _details(customer) if detail.key.partition(":")[0] == kind]


@contextmanager
def _saying(customer: Customer, at: datetime) -> Iterator[None]:
    with happening_at(at), acting(customer.user):
        yield
