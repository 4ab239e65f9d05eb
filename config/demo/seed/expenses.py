"""What the business spent in its year: rent, goods and the van, with some receipts, and what it has in the bank."""

import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from billing.models import Expense
from billing.periods import nth_day
from billing.services.bank_balance import set_bank_balance
from billing.services.expense_receipts import add_receipt
from billing.services.expense_rules import make_due_expenses, repeat_expense
from billing.services.expenses import ExpenseDraft, save_expense
from config.demo.seed.past import happening_at
from config.demo.seed.trades import Trade
from tenants.accounts.models import User
from tenants.activity.record import acting
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business
from tenants.uploads import examined

MONTHS_OF_RENT = 6
IN_THE_BANK = Decimal("4120.50")


@dataclass(frozen=True)
class Bill:
    """Something bought so many days ago; ``due_in`` days from now where it is still to pay."""

    supplier: str
    category: str
    amount: str
    tax: str
    days_ago: int
    note: str = ""
    due_in: int | None = None
    has_receipt: bool = False


BAKERY = (
    Bill("Moagem do Tejo", "Flour", "684.20", "38.73", 76, "Rye, wheat and spelt"),
    Bill("Oficina Reboleira", "Van", "412.00", "77.04", 61, "Brakes and tyres", has_receipt=True),
    Bill("Moagem do Tejo", "Flour", "702.45", "39.76", 45, "Rye, wheat and spelt"),
    Bill("Galp", "Van", "86.30", "16.14", 33, has_receipt=True),
    Bill("Lacticínios Azeitão", "Dairy", "238.90", "13.52", 21, "Butter and cream"),
    Bill("Moagem do Tejo", "Flour", "671.10", "37.99", 12, "Rye, wheat and spelt", due_in=9),
    Bill("Papelaria Central", "Boxes and bags", "129.60", "24.23", 5, has_receipt=True),
    Bill("Lacticínios Azeitão", "Dairy", "244.15", "13.82", 2, "Butter and cream", due_in=16),
)
WORKSHOP = (
    Bill("Ironbound Supply", "Parts", "540.00", "0", 70, "Valves and seals"),
    Bill("Hudson Fuel", "Van", "93.40", "0", 40, has_receipt=True),
    Bill("Ironbound Supply", "Parts", "612.75", "0", 18, "Two circulation pumps", has_receipt=True),
    Bill("Garden State Tools", "Tools", "189.99", "0", 6, due_in=20),
)


def spend_money(trade: Trade) -> None:
    """Rent every month by standing order, bills as they came, and today's balance."""
    owner, currency = User.objects.get(username=trade.team[0].username), require_business().currency
    is_bakery = trade.currency == "EUR"
    with acting(owner):
        _rent("Imobiliária do Largo" if is_bakery else "Passaic Properties", "1150.00" if is_bakery else "1400.00")
        for bill in BAKERY if is_bakery else WORKSHOP:
            _bill(bill)
        set_bank_balance(balance=Money.of(IN_THE_BANK, currency), by=owner)


def _rent(landlord: str, amount: str) -> None:
    today = clock.today(require_business().time_zone)
    first = nth_day(today.replace(day=1), "month", -MONTHS_OF_RENT)
    money = Money.of(Decimal(amount), require_business().currency)
    draft = ExpenseDraft(supplier=landlord, amount=money, category="Rent", spent_on=first, paid_on=first)
    with happening_at(_noon_of(first)):
        made = repeat_expense(draft=draft, interval="month", until=None)
    for number in range(1, MONTHS_OF_RENT + 1):
        with happening_at(_noon_of(nth_day(first, "month", number))):
            make_due_expenses(made.rule_id or 0)


def _bill(bill: Bill) -> None:
    currency, today = require_business().currency, clock.today(require_business().time_zone)
    day = today - timedelta(days=bill.days_ago)
    draft = ExpenseDraft(
        supplier=bill.supplier,
        amount=Money.of(Decimal(bill.amount), currency),
        tax=Money.of(Decimal(bill.tax), currency) if Decimal(bill.tax) else None,
        category=bill.category,
        note=bill.note,
        spent_on=day,
        due_on=day if bill.due_in is None else today + timedelta(days=bill.due_in),
        paid_on=day if bill.due_in is None else None,
    )
    with happening_at(_noon_of(day)):
        made = save_expense(draft=draft)
        if bill.has_receipt:
            _photograph(made, bill)


def _photograph(expense: Expense, bill: Bill) -> None:
    """Keep a picture of a till's paper."""
    paper = Image.new("RGB", (360, 480), "#F4F1EA")
    pen = ImageDraw.Draw(paper)
    pen.text((40, 40), bill.supplier, fill="#2B2A28", font_size=24)
    pen.line((40, 90, 320, 90), fill="#8A867E", width=2)
    pen.text((40, 120), bill.note or bill.category, fill="#2B2A28", font_size=18)
    pen.text((40, 380), f"Total {bill.amount}", fill="#2B2A28", font_size=28)
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=70)
    add_receipt(expense.pk, upload=examined(ContentFile(out.getvalue(), name=f"Receipt {expense.spent_on}.jpg")))


def _noon_of(day: date) -> datetime:
    return min(clock.now(), datetime.combine(day, time(12), tzinfo=ZoneInfo(require_business().time_zone)))
