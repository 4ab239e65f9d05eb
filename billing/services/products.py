"""The catalogue. What was charged before keeps the price it had."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from billing.errors import AmountNotPositive, NoExchangeRate, NoSuchProduct
from billing.models import Product
from billing.selectors.rates import currencies
from tenants.activity.record import record
from tenants.kernel import clock
from tenants.kernel.money import CurrencyMismatch, Money
from tenants.kernel.scope import require_business


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDraft:
    """What is sold; ``tax_rate`` in percent, ``interval`` empty for what is charged once."""

    name: str
    price: Money
    description: str = ""
    kind: str = Product.Kind.SERVICE
    unit: str = ""
    tax_rate: Decimal = Decimal(0)
    tax_inclusive: bool = False
    cost: Money | None = None
    interval: str = ""


@transaction.atomic
def save_product(*, draft: ProductDraft, product_id: int | None = None) -> Product:
    """Add a product to the catalogue, or change it from now on."""
    _check(draft)
    product = Product() if product_id is None else find_product(product_id)
    for name in ("name", "description", "kind", "unit", "tax_rate", "tax_inclusive", "interval"):
        setattr(product, name, getattr(draft, name))
    product.price_minor, product.currency = draft.price.minor, draft.price.currency
    product.cost_minor = None if draft.cost is None else draft.cost.minor
    product.rhythm = Product.Rhythm.RECURRING if draft.interval else Product.Rhythm.ONE_OFF
    product.save()
    verb = "product.added" if product_id is None else "product.changed"
    record(verb, product, name=product.name, price=product.price.format(require_business().locale))
    return product


@transaction.atomic
def archive_product(*, product_id: int, archived: bool) -> Product:
    """Take a product off the catalogue, or put it back; nothing that was charged changes."""
    product = find_product(product_id)
    if (product.archived_at is not None) is archived:
        return product
    product.archived_at = clock.now() if archived else None
    product.save(update_fields=["archived_at"])
    record("product.archived" if archived else "product.restored", product, name=product.name)
    return product


def find_product(product_id: int) -> Product:
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        raise NoSuchProduct
    return product


def _check(draft: ProductDraft) -> None:
    if draft.price.minor <= 0 or (draft.cost is not None and draft.cost.minor < 0):
        raise AmountNotPositive
    if draft.cost is not None and draft.cost.currency != draft.price.currency:
        raise CurrencyMismatch(one=draft.price.currency, other=draft.cost.currency)
    if draft.price.currency not in currencies():
        raise NoExchangeRate(currency=draft.price.currency)
