from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.forms.currency import offer_currencies
from billing.forms.fields import MoneyField
from billing.models import Product
from billing.services.products import ProductDraft

PRICES = [(False, _("Tax comes on top")), (True, _("Tax is included"))]


class ProductForm(forms.Form):
    """What is sold, at which price; cost stays inside the team."""

    name = forms.CharField(max_length=120, label=_("Name"))
    description = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=_("Description"),
        help_text=_("Customers read it."),
    )
    kind = forms.ChoiceField(choices=Product.Kind, widget=forms.RadioSelect, label=_("What it is"))
    price = MoneyField(label=_("Price"))
    unit = forms.CharField(max_length=30, required=False, label=_("Per"), help_text=_("Hour, month, piece, guest"))
    tax_rate = forms.DecimalField(
        min_value=0, max_value=100, max_digits=6, decimal_places=3, required=False, label=_("Tax rate")
    )
    tax_inclusive = forms.TypedChoiceField(
        choices=PRICES, coerce=lambda value: value in {True, "True"}, widget=forms.RadioSelect, label=_("The price")
    )
    cost = MoneyField(
        required=False, label=_("What it costs you"), help_text=_("For your profit. Customers never see it.")
    )
    interval = forms.ChoiceField(
        choices=[("", _("Once")), *Product.Interval.choices], required=False, label=_("How often it is charged")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_currencies(self, "price", "cost")

    @classmethod
    def showing(cls, product: Product) -> "ProductForm":
        names = ("name", "description", "kind", "price", "currency", "unit", "tax_inclusive", "cost", "interval")
        shown = {name: getattr(product, name) for name in names}
        return cls(initial=shown | {"tax_rate": f"{product.tax_rate.normalize():f}"})

    @classmethod
    def blank(cls) -> "ProductForm":
        return cls(initial={"kind": Product.Kind.SERVICE, "tax_inclusive": False, "tax_rate": Decimal(0)})

    def draft(self) -> ProductDraft:
        cleaned: dict[str, Any] = self.cleaned_data
        cleaned.pop("currency", None)
        return ProductDraft(**cleaned | {"tax_rate": cleaned["tax_rate"] or Decimal(0)})
