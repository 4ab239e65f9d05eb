"""Invoices of every kind: paid, overdue, paid in part, credited, and one that is being written."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from billing.models import Invoice
from billing.services.credit_notes import CreditNoteDraft, credit_invoice
from billing.services.invoice_drafts import InvoiceDraft, LineDraft, save_draft
from billing.services.invoices import invoice_directly
from billing.services.invoicing_rules import save_rules
from billing.services.payments import PaymentDraft, record_payment
from billing.services.pricing import Discount
from config.demo.seed.past import happening_at
from config.demo.seed.trades import Trade
from crm.models import Contact
from tenants.accounts.models import User
from tenants.activity.record import acting
from tenants.kernel import clock
from tenants.kernel.money import Money


def write_invoices(trade: Trade) -> None:
    """Number and word invoices as the trade does, and write a handful; the year's charges stay as they are."""
    owner = User.objects.get(username=trade.team[0].username)
    now = clock.now()
    with acting(owner):
        with happening_at(now - timedelta(days=80)):
            save_rules(
                knows_password=True,
                tax_id=f"{trade.country}509442013",
                bank_holder=trade.name,
                **BANKS.get(trade.country, ELSEWHERE),
                terms="Please name the invoice number when you pay by transfer.",
            )
        companies = Contact.objects.active().filter(kind=Contact.Kind.COMPANY).order_by("pk")
        for contact, (days, write) in zip(companies, _story(owner), strict=False):
            with happening_at(now - timedelta(days=days)):
                write(contact, trade)
        first = Contact.objects.get(customers__user__username=trade.cast[0][0].username)
        with happening_at(now - timedelta(days=9)):
            _issue(first, trade, owner)


BANKS: dict[str, dict[str, Any]] = {"PT": {"iban": "PT50 0002 0123 1234 5678 9015 4", "bic": "BCOMPTPL"}}
ELSEWHERE: dict[str, Any] = {"bank_other": "Account 000123456789, routing number 021000021"}
Writing = Callable[[Contact, Trade], object]


def _story(owner: User) -> list[tuple[int, Writing]]:
    """Return how many days ago each contact's invoice was written, and what became of it. Oldest first: as numbered."""

    def paid(contact: Contact, trade: Trade) -> None:
        _pay(_issue(contact, trade, owner), owner, Decimal(1))

    def in_part(contact: Contact, trade: Trade) -> None:
        _pay(_issue(contact, trade, owner), owner, Decimal("0.4"))

    def credited(contact: Contact, trade: Trade) -> None:
        wanted = CreditNoteDraft(reason="It was delivered a day late")
        credit_invoice(_issue(contact, trade, owner).pk, draft=wanted, by=owner)

    def owed(contact: Contact, trade: Trade) -> None:
        _issue(contact, trade, owner)

    def drafted(contact: Contact, trade: Trade) -> None:
        save_draft(contact_id=contact.pk, draft=_draft(contact, trade), by=owner)

    return [(70, paid), (52, paid), (41, owed), (30, credited), (20, paid), (11, in_part), (0, drafted)]


def _issue(contact: Contact, trade: Trade, owner: User) -> Invoice:
    return invoice_directly(contact_id=contact.pk, draft=_draft(contact, trade), by=owner)


def _draft(contact: Contact, trade: Trade) -> InvoiceDraft:
    """Two lines of the catalogue, the first with a discount; which and how much differs from contact to contact."""
    start = contact.pk % (len(trade.catalogue) - 1)
    first, second = (
        LineDraft(
            description=item.name,
            unit_price=Money.of(Decimal(item.price), trade.currency),
            unit=item.unit,
            tax_rate=Decimal(item.tax),
        )
        for item in trade.catalogue[start : start + 2]
    )
    discounted = LineDraft(
        description=first.description,
        unit_price=first.unit_price,
        quantity=Decimal(1 + contact.pk % 4),
        unit=first.unit,
        tax_rate=first.tax_rate,
        discount=Discount(percent=Decimal(10)),
    )
    return InvoiceDraft(lines=[discounted, second])


def _pay(invoice: Invoice, owner: User, share: Decimal) -> None:
    charges = list(invoice.charges.values_list("pk", flat=True))
    draft = PaymentDraft(
        amount=invoice.amount.times(share), method="transfer", reference=invoice.number, charge_ids=charges
    )
    record_payment(contact_id=invoice.contact_id, draft=draft, recorded_by=owner)
