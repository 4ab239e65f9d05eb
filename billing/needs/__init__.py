"""What in billing waits for somebody on the team, by topic."""

from billing.needs import autopay, money, paying, reminders
from tenants.needs import register_need

ALL = (
    money.DISPUTED,
    money.FAILED,
    money.REFUNDS,
    money.DIFFERENT,
    autopay.AUTOPAY,
    reminders.QUERIED,
    reminders.BROKEN,
    paying.TOLD,
)


def register() -> None:
    for need in ALL:
        register_need(need)
