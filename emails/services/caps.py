"""How many messages a business may send on one of its days."""

from django.db.models import F

from emails.kinds import kind_named
from emails.models import MailDay, Message
from tenants.kernel import clock
from tenants.kernel.scope import require_business
from tenants.models import Business


def take_place(message: Message) -> bool:
    """Count a message in today, once however often it is tried; return False when the day is full.

    Exact also with many workers: the day's row is locked until the caller's transaction ends. Essential mail is
    counted and never refused.
    """
    if message.counted_on is not None:
        return True
    today = clock.today(require_business().time_zone)
    MailDay.objects.bulk_create([MailDay(on=today)], ignore_conflicts=True)
    room = MailDay.objects.filter(on=today)
    if not kind_named(message.kind).essential:
        room = room.filter(taken__lt=daily_cap())
    if not room.update(taken=F("taken") + 1):
        return False
    message.counted_on = today
    return True


def daily_cap() -> int:
    """Return what the business's plan allows a day."""
    return int(Business.objects.values_list("plan__daily_mail_cap", flat=True).get(pk=require_business().id))
