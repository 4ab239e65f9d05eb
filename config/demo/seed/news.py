"""What both businesses have told their customers, and who of them has read it."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.demo.seed.past import happening_at
from config.demo.seed.trades import Trade
from crm.models import Customer, Tag, Update, UpdateMailing
from crm.selectors.audience import customers_of_update
from crm.services.publishing import publish, schedule
from crm.services.reading import acknowledge, mark_read
from crm.services.update_mail import write_batch
from crm.services.updates import UpdatePlan, UpdateText, draft_update
from tenants.accounts.models import User
from tenants.activity.record import acting
from tenants.kernel import clock
from tenants.kernel.jobs.models import DueWork
from tenants.kernel.scope import platform_scope, require_business

NINE = time(9, 0)
SAID_SO = 0.6
"""Of those who have read an alert."""


@dataclass(frozen=True, kw_only=True)
class News:
    """``days_ago`` below zero is scheduled for so many days from now; ``read`` is the share that has read it.

    What is pinned is told in the portal only.
    """

    title: str
    body: str
    days_ago: int
    read: float = 0
    is_alert: bool = False
    is_pinned: bool = False
    tag: str = ""


NEWS: Mapping[str, tuple[News, ...]] = {
    "acme": (
        News(
            title="How to change or pause a delivery",
            body="Tell us **by four in the afternoon** and it holds from the next morning.\n\n"
            "- Reply to any e-mail of ours.\n- Or ring the shop: we are in from six.\n\n"
            "What you have already paid for is kept as credit on your account.",
            days_ago=120,
            read=0.85,
            is_pinned=True,
        ),
        News(
            title="Rye in two sizes",
            body="The restaurants asked for it: the **2 kg rye** now comes as a *1 kg* loaf, too.\n\n"
            "Same dough, same price by the kilo. Tell us with your next order which you would like.",
            days_ago=33,
            read=0.7,
            tag="wholesale",
        ),
        News(
            title="We have a second oven",
            body="It took a crane and most of a Sunday, and it bakes beautifully.\n\n"
            "From now on we take orders for **celebration cakes** with three days' notice instead of five.",
            days_ago=12,
            read=0.6,
        ),
        News(
            title="No deliveries on Tuesday morning",
            body="The street in front of the bakery is closed for works **on Tuesday until noon**, "
            "so our van cannot leave.\n\n1. Tuesday's bread comes on Monday evening\n"
            "2. If nobody is there then, tell us and we keep it for you",
            days_ago=2,
            read=0.7,
            is_alert=True,
        ),
        News(
            title="Baking mornings: new dates",
            body="Four new dates for the **bread-baking morning**, six places each. Flour and apron included.\n\n"
            "Customers choose first; the rest goes on our page a week later.",
            days_ago=-6,
        ),
    ),
    "globex": (
        News(
            title="Where to leave your bicycle after hours",
            body="The rack in the yard is locked with a code at night. **Ask for it when you book**, and put the key "
            "through the letter box with your name on the tag.",
            days_ago=90,
            read=0.8,
            is_pinned=True,
        ),
        News(
            title="Boiler inspections: book before the cold",
            body="We keep the next three weeks free for yearly inspections.\n\n- It takes an hour\n"
            "- You get the certificate the same day",
            days_ago=20,
            read=0.6,
            tag="boiler",
        ),
        News(
            title="Check your front fork before you ride",
            body="The maker of the **Strada** fork has called some back. Look for a number that begins with *ST-4* on "
            "the inside of the left leg.\n\nIf yours does, **do not ride it**: bring it in, we change it for free.",
            days_ago=1,
            read=0.6,
            is_alert=True,
        ),
        News(title="Open on Saturdays again", body="From nine to two, **from next week on**.", days_ago=-4),
    ),
}


def tell_the_news(trade: Trade) -> None:
    """Write, mail and have read what a trade has told; the newest alert waits for the first of the cast."""
    owner = User.objects.get(username=trade.team[0].username)
    for news in NEWS.get(trade.subdomain, ()):
        with acting(owner):
            update = _told(trade, news, owner)
        if update.is_published:
            _read(trade, update, news)
    business_id = require_business().id
    with platform_scope():  # their mails are written already
        DueWork.objects.filter(business_id=business_id, name="crm.write_update_mail").delete()


def _told(trade: Trade, news: News, owner: User) -> Update:
    at = _morning(trade, news.days_ago)
    text = UpdateText(title=news.title, body=news.body, is_pinned=news.is_pinned)
    plan = UpdatePlan(
        kind=Update.Kind.ALERT if news.is_alert else Update.Kind.UPDATE,
        audience=Update.Audience.TAG if news.tag else Update.Audience.EVERYONE,
        tag_id=Tag.objects.get(name=news.tag).pk if news.tag else None,
        by_mail=not news.is_pinned,
        publish_at=at if news.days_ago < 0 else None,
    )
    if plan.publish_at:
        return schedule(draft_update(text=text, plan=plan, author=owner).pk)
    with happening_at(at):
        update = publish(draft_update(text=text, plan=plan, author=owner).pk)
        for mailing in UpdateMailing.objects.filter(update=update):
            write_batch(mailing.pk, after=0)
    return update


def _read(trade: Trade, update: Update, news: News) -> None:
    die = random.Random(f"{trade.subdomain}/{news.title}")  # noqa: S311 the same on every machine
    first = trade.cast[0][0].username
    told_at = _morning(trade, news.days_ago)
    with happening_at(told_at + timedelta(hours=2)):
        known = customers_of_update(update).filter(created_at__lte=told_at).select_related("user")
        for customer in known.order_by("pk"):
            is_waiting = news.is_alert and customer.user.username == first
            if customer.user.last_login and not is_waiting and die.random() < news.read:
                _reads(customer, update, told_at + timedelta(minutes=die.randint(4, 900)), die)


def _reads(customer: Customer, update: Update, at: datetime, die: random.Random) -> None:
    with acting(customer.user), clock.held_at(min(at, _now())):
        mark_read(customer, update_id=update.pk)
        if update.is_alert and die.random() < SAID_SO:
            acknowledge(customer, update_id=update.pk)


def _now() -> datetime:
    return datetime.now(tz=ZoneInfo("UTC"))


def _morning(trade: Trade, days_ago: int) -> datetime:
    zone = ZoneInfo(trade.time_zone)
    return datetime.combine(_now().astimezone(zone).date() - timedelta(days=days_ago), NINE, tzinfo=zone)
