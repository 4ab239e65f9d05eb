"""The demo's year, told through the rules of the product."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from config.demo.seed import logos
from config.demo.seed.acme import ACME
from config.demo.seed.autopay import pay_by_themselves
from config.demo.seed.business import live_the_year, open_business
from config.demo.seed.corrections import tell_what_is_right
from config.demo.seed.currencies import charge_abroad
from config.demo.seed.expenses import spend_money
from config.demo.seed.files import keep_files
from config.demo.seed.globex import GLOBEX
from config.demo.seed.invoices import write_invoices
from config.demo.seed.keys import let_a_program_in
from config.demo.seed.mail import file_away_old_mail
from config.demo.seed.news import tell_the_news
from config.demo.seed.online import take_payments_online
from config.demo.seed.paying import decide_how_to_pay, tell_of_transfers
from config.demo.seed.quotes import offer
from config.demo.seed.recurring import agree
from config.demo.seed.reminders import ask_and_promise
from config.demo.seed.setbacks import meet_setbacks
from config.demo.seed.team import gather_the_team
from config.demo.seed.trades import Person, Trade
from crm.models import Customer
from tenants.kernel.scope import BusinessSnapshot, business_scope
from tenants.links import business_url
from tenants.models import Business

DRAWN: tuple[tuple[Trade, Callable[[], bytes]], ...] = ((ACME, logos.acme), (GLOBEX, logos.globex))
RECENT = timedelta(days=5)


class AlreadySeeded(RuntimeError):
    """There are businesses already; the seed adds to nothing."""


def seed(say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Write both businesses and return what var/demo.json says of them."""
    if Business.objects.exists():
        raise AlreadySeeded
    return [_business(trade, draw(), say) for trade, draw in DRAWN]


def _business(trade: Trade, logo: bytes, say: Callable[[str], None]) -> dict[str, Any]:
    business = open_business(trade, logo)
    with business_scope(business):
        decide_how_to_pay(trade)
        live_the_year(trade, say)
        charge_abroad(trade)
        spend_money(trade)
        agree(trade)
        write_invoices(trade)
        gather_the_team(trade)
        tell_of_transfers(trade)
        offer(trade)
        tell_what_is_right(trade)
        keep_files(trade)
        ask_and_promise(trade)
        tell_the_news(trade)
        file_away_old_mail(older_than=RECENT)
    business = take_payments_online(business, trade)
    with business_scope(business):
        pay_by_themselves(trade)
        meet_setbacks(trade)
    return _facts(business, trade)


def _facts(business: BusinessSnapshot, trade: Trade) -> dict[str, Any]:
    with business_scope(business):
        contacts = dict(Customer.objects.values_list("user__username", "contact_id"))
        api_key = let_a_program_in()
    return {
        "name": business.name,
        "subdomain": business.subdomain,
        "url": business_url("", subdomain=business.subdomain),
        "schema": business.schema,
        "stripe_account": business.stripe_account,
        "api_key": api_key,
        "members": [{**_person(person), "role": person.role} for person in trade.team],
        "customers": [{**_person(person), "contact_id": contacts[person.username]} for person, _sketch in trade.cast],
    }


def _person(person: Person) -> dict[str, Any]:
    return {"name": person.name, "username": person.username, "password": person.password}
