import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.forms.currency import offer_currencies
from billing.forms.fields import MoneyField
from billing.models import Product
from billing.services.charges import ChargeDraft, draft_of
from tenants.kernel.scope import require_business

LEAST = Decimal("0.001")


class ChargeForm(forms.Form):
    """Something from the catalogue, or free text with a price. ``request_key`` makes a double click harmless."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    product = forms.TypedChoiceField(coerce=int, required=False, empty_value=None, label=_("Product or service"))
    description = forms.CharField(
        max_length=200, required=False, label=_("Or something else"), help_text=_("As the customer reads it.")
    )
    unit_price = MoneyField(required=False, label=_("Its price"))
    tax_rate = forms.DecimalField(
        min_value=0, max_value=100, max_digits=6, decimal_places=3, required=False, label=_("Its tax rate")
    )
    quantity = forms.DecimalField(min_value=LEAST, max_digits=12, decimal_places=3, initial=1, label=_("Quantity"))
    reason = forms.CharField(
        max_length=500, required=False, label=_("Why"), help_text=_("The customer sees it beside the amount.")
    )
    deposit = MoneyField(
        required=False,
        label=_("Deposit"),
        help_text=_("What is to be paid at once. Left empty, your rules for deposits decide; 0 asks for none."),
    )
    due_on = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        label=_("Due on"),
        help_text=_("Today when left empty."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"request_key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        locale = require_business().locale
        on_sale = [
            (product.pk, f"{product.name} · {product.price.format(locale)}") for product in Product.objects.on_sale()
        ]
        offer_currencies(self, *(name for name in ("unit_price", "deposit", "discount") if name in self.fields))
        self.fields["product"].choices = [("", _("Choose from the catalogue")), *on_sale]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        deposit = cleaned.get("deposit")
        if deposit is not None and deposit.minor < 0:
            self.add_error("deposit", _("An amount cannot be below nothing."))
        if cleaned.get("product"):
            return cleaned
        if not cleaned.get("description"):
            self.add_error("product", _("Choose something from the catalogue, or describe it below."))
        elif cleaned.get("unit_price") is None and "unit_price" not in self.errors:
            self.add_error("unit_price", _("Say what it costs."))
        return cleaned

    def draft(self) -> ChargeDraft:
        cleaned = self.cleaned_data
        if cleaned["product"]:
            draft = draft_of(cleaned["product"], quantity=cleaned["quantity"], reason=cleaned["reason"])
            return replace(draft, due_on=cleaned["due_on"], deposit=cleaned["deposit"])
        return ChargeDraft(
            description=cleaned["description"],
            unit_price=cleaned["unit_price"],
            quantity=cleaned["quantity"],
            tax_rate=cleaned["tax_rate"] or Decimal(0),
            reason=cleaned["reason"],
            due_on=cleaned["due_on"],
            deposit=cleaned["deposit"],
        )


class VoidForm(forms.Form):
    reason = forms.CharField(
        max_length=500, label=_("Why"), help_text=_("The customer sees the reason on their account.")
    )


class WriteOffForm(forms.Form):
    """What nobody will pay any more. ``request_key`` makes a double click harmless."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    amount = MoneyField(label=_("Amount to give up"))
    reason = forms.CharField(
        max_length=500, label=_("Why"), help_text=_("The customer sees the reason on their account.")
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        kwargs["auto_id"] = "id_write_off_%s"  # it stands beside the form that takes a charge off
        kwargs["initial"] = {"request_key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["amount"].currency = currency  # type: ignore[attr-defined]
