"""The kinds of mail that billing writes, by topic."""

from billing.emails import autopay, disputes, invoices, money, paying, plans, quotes, reminders, schedules

TOPICS = (autopay, disputes, invoices, money, paying, plans, quotes, reminders, schedules)


def register() -> None:
    for topic in TOPICS:
        topic.register()
