"""How what billing records reads in a contact's history and on the home page, by topic."""

from billing.wordings import autopay, disputes, expenses, invoices, money, papers, paying, quotes, reminders, schedules

TOPICS = (autopay, disputes, expenses, invoices, money, papers, paying, quotes, reminders, schedules)


def register() -> None:
    for topic in TOPICS:
        topic.register()
