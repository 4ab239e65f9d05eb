"""What a new business is asked to do first with its money."""

from django.utils.translation import gettext_lazy as _

from billing.models import Product
from tenants.checklist import Step
from tenants.kernel.scope import require_business


def _has_a_product() -> bool:
    return Product.objects.exists()


def _takes_cards() -> bool:
    return require_business().charges_enabled


PRODUCT = Step(
    name="product",
    order=30,
    title=_("Your first product or service"),
    text=_("With its price and tax, so that it takes two clicks to put it on an account."),
    url_name="billing:product_new",
    label=_("Add"),
    action="products.change",
    is_done=_has_a_product,
)
STRIPE = Step(
    name="stripe",
    order=40,
    title=_("Connect Stripe"),
    text=_("Customers pay by card, and the money goes straight to your own account there."),
    url_name="billing:connect",
    label=_("Connect"),
    action="stripe.connect",
    is_done=_takes_cards,
)
