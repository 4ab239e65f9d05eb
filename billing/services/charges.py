"""Putting things on a contact's account, and taking back what should not have been there."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from billing.errors import AmountNotPositive, NoSuchCharge, NoSuchProduct, ProductArchived, ReasonMissing
from billing.errors.invoices import ChargeIsInvoiced
from billing.errors.paying import DepositTooLarge
from billing.models import Automatic, Charge, InvoiceLine, LedgerEntry, Product
from billing.selectors.invoicing import automatic_of
from billing.selectors.paying import paying_rules
from billing.selectors.rates import rate_on
from billing.services.ledger import allocate, latest_uses, lock_account, post, release, settle_account
from billing.services.overtaken import retire_overtaken_attempts
from billing.services.pricing import NO_DISCOUNT, Discount, price_line
from billing.services.query_closing import answer_by_taking_off
from billing.services.write_offs import undo_write_offs
from tenants.accounts.models import User
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.jobs.queue import enqueue
from tenants.kernel.money import CurrencyMismatch, Money
from tenants.kernel.scope import require_business


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeDraft:
    """What is to be charged. ``tax_rate`` in percent; it is charged and due today unless told otherwise."""

    description: str
    unit_price: Money
    quantity: Decimal = Decimal(1)
    unit: str = ""
    tax_rate: Decimal = Decimal(0)
    tax_inclusive: bool = False
    discount: Discount = NO_DISCOUNT
    reason: str = ""
    charged_on: date | None = None
    due_on: date | None = None
    product_id: int | None = None
    cost: Money | None = None
    deposit: Money | None = None
    """What is asked for at once; None leaves it to the business's rules."""


def draft_of(product_id: int, *, quantity: Decimal = Decimal(1), reason: str = "") -> ChargeDraft:
    """Draft a charge of a product at the price, tax and cost it has now."""
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        raise NoSuchProduct
    if product.archived_at is not None:
        raise ProductArchived(name=product.name)
    return ChargeDraft(
        description=product.name,
        unit_price=product.price,
        quantity=quantity,
        unit=product.unit,
        tax_rate=product.tax_rate,
        tax_inclusive=product.tax_inclusive,
        reason=reason,
        product_id=product.pk,
        cost=product.cost,
    )


@transaction.atomic
def add_charge(
    *, contact_id: int, draft: ChargeDraft, added_by: User | None = None, request_key: UUID | None = None
) -> Charge:
    """Put a charge on the account, payable at once; credit that lies there pays for it.

    The same ``request_key`` again returns the charge it made the first time.
    """
    contact = lock_account(contact_id)
    known = Charge.objects.filter(request_key=request_key).first() if request_key else None
    if known is not None:
        return known
    charge = _charge(contact.pk, draft, added_by)
    charge.request_key = request_key
    charge.save(force_insert=True)
    post(_debit(charge, draft.charged_on))
    settle_account(contact.pk, charge.currency)
    if automatic_of(contact.pk) == Automatic.THRESHOLD:
        enqueue("billing.invoice_when_enough", key=f"invoice_when_enough:{contact.pk}", contact_id=contact.pk)
    record(
        "charge.added",
        charge,
        contact_id=contact.pk,
        description=charge.description,
        amount=charge.amount.format(require_business().locale),
    )
    return charge


@transaction.atomic
def void_charge(*, charge_id: int, reason: str, by: User | None = None) -> Charge:
    """Take a charge off the account and off a draft; what was paid on it becomes credit. A void charge stays as it is.

    Raises ChargeIsInvoiced for what stands on an invoice: that is corrected by a credit note only.
    """
    if not reason.strip():
        raise ReasonMissing
    charge = Charge.objects.filter(pk=charge_id).first()
    if charge is None:
        raise NoSuchCharge
    lock_account(charge.contact_id)
    charge.refresh_from_db()
    if charge.is_void:
        return charge
    if charge.invoice is not None:
        raise ChargeIsInvoiced(description=charge.description, number=charge.invoice.number)
    undo_write_offs(charge_id=charge.pk, by=by)
    _take_off_draft(charge)
    charge.state, charge.voided_at, charge.void_reason = Charge.State.VOID, clock.now(), reason.strip()
    charge.voided_by_name = by.name if by else ""
    charge.save(update_fields=["state", "voided_at", "void_reason", "voided_by_name"])
    _post_void(charge)
    settle_account(charge.contact_id, charge.currency)
    retire_overtaken_attempts(charge.contact_id)
    record("charge.voided", charge, contact_id=charge.contact_id, description=charge.description, reason=reason.strip())
    answer_by_taking_off(charge, answer=reason, by=by)
    return charge


def _take_off_draft(charge: Charge) -> None:
    """Leave a charge out of the draft on which it stands, which then comes to less."""
    line = InvoiceLine.objects.select_related("invoice").filter(charge=charge, is_credit=False).first()
    if line is None:
        return
    draft = line.invoice
    line.delete()
    for name in ("net_minor", "tax_minor", "amount_minor"):
        setattr(draft, name, sum(draft.lines.values_list(name, flat=True)))
    draft.save(update_fields=["net_minor", "tax_minor", "amount_minor"])


def _charge(contact_id: int, draft: ChargeDraft, added_by: User | None) -> Charge:
    today = clock.today(require_business().time_zone)
    currency = draft.unit_price.currency
    price = price_line(
        unit_price=draft.unit_price,
        quantity=draft.quantity,
        tax_rate=draft.tax_rate,
        tax_inclusive=draft.tax_inclusive,
        discount=draft.discount,
    )
    return Charge(
        contact_id=contact_id,
        product_id=draft.product_id,
        description=draft.description,
        reason=draft.reason,
        quantity=draft.quantity,
        unit=draft.unit,
        unit_price_minor=draft.unit_price.minor,
        discount_percent=draft.discount.percent,
        discount_minor=price.discount.minor,
        tax_rate=draft.tax_rate,
        tax_inclusive=draft.tax_inclusive,
        net_minor=price.net.minor,
        tax_minor=price.tax.minor,
        amount_minor=price.gross.minor,
        deposit_minor=_deposit(draft, price.gross).minor,
        currency=currency,
        rate=rate_on(currency, draft.charged_on or today),
        cost_minor=_cost(draft, currency),
        due_on=draft.due_on or draft.charged_on or today,
        added_by_id=added_by.pk if added_by else None,
        added_by_name=added_by.name if added_by else "",
    )


def _cost(draft: ChargeDraft, currency: str) -> int | None:
    """Return what a unit costs the business in the charge's currency, at today's rates where it is another one."""
    if draft.cost is None or draft.cost.currency == currency:
        return draft.cost.minor if draft.cost else None
    today = clock.today(require_business().time_zone)
    rate = rate_on(draft.cost.currency, today) / rate_on(currency, today)
    return Money.of(draft.cost.amount * rate, currency).minor


def _deposit(draft: ChargeDraft, total: Money) -> Money:
    if draft.deposit is None:
        return paying_rules().deposit_on(total)
    if draft.deposit.currency != total.currency:
        raise CurrencyMismatch(one=draft.deposit.currency, other=total.currency)
    if draft.deposit.minor < 0:
        raise AmountNotPositive
    if draft.deposit.minor >= total.minor:
        raise DepositTooLarge
    return draft.deposit


def _debit(charge: Charge, charged_on: date | None) -> LedgerEntry:
    return LedgerEntry(
        contact_id=charge.contact_id,
        currency=charge.currency,
        kind=LedgerEntry.Kind.CHARGE,
        amount_minor=charge.amount_minor,
        key=f"charge:{charge.pk}",
        charge=charge,
        description=charge.description,
        effective_on=charged_on or clock.today(require_business().time_zone),
        due_on=charge.due_on,
    )


def _post_void(charge: Charge) -> None:
    debit = LedgerEntry.objects.get(key=f"charge:{charge.pk}")
    release(latest_uses(debit), charge.amount_minor)
    debit.refresh_from_db()
    credit = LedgerEntry(
        contact_id=charge.contact_id,
        currency=charge.currency,
        kind=LedgerEntry.Kind.CHARGE_VOID,
        amount_minor=-charge.amount_minor,
        key=f"charge_void:{charge.pk}",
        charge=charge,
        description=charge.description,
        effective_on=clock.today(require_business().time_zone),
    )
    post(credit)
    allocate(credit, debit, charge.amount_minor)
