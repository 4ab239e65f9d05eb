"""Writing a quote: what it says, and its lines; lines that are left empty are none."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.forms.fields import MoneyField, decimal_text
from billing.models import Quote
from billing.services.quotes import QuoteDraft, QuoteLineDraft
from crm.models import Contact
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.kernel.scope import require_business

LEAST = Decimal("0.001")
SPARE_LINES = 3
MOST_LINES = 40
_PER_CENT: dict[str, Any] = {"min_value": 0, "max_digits": 6, "decimal_places": 3, "required": False}


class QuoteForm(forms.Form):
    """``request_key`` makes a double click harmless. A quote that there is stays in its currency."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    contact = forms.ModelChoiceField(queryset=Contact.objects.none(), label=_("For"), empty_label=_("Choose a contact"))
    valid_until = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        label=_("Good until"),
        help_text=_("It can be accepted up to this day."),
    )
    deposit = MoneyField(
        required=False, label=_("Deposit"), help_text=_("Asked for at once when it is accepted; empty for none.")
    )
    notes = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("Notes"),
        help_text=_("The customer reads them below the lines."),
    )

    def __init__(self, *args: Any, member: User, quote: Quote | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"request_key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        contacts = Contact.objects.filter(sight.within(member, "pk"), archived_at=None).order_by("sort_name")
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
        self.currency = quote.currency if quote else require_business().currency
        self.fields["deposit"].currency = self.currency  # type: ignore[attr-defined]
        if quote is not None:
            del self.fields["contact"]

    def draft(self, lines: Any) -> QuoteDraft:
        cleaned = self.cleaned_data
        return QuoteDraft(
            lines=drafts_of(lines),
            valid_until=cleaned["valid_until"],
            notes=cleaned["notes"],
            deposit=cleaned["deposit"],
        )


class LineForm(forms.Form):
    description = forms.CharField(max_length=200, label=_("What"))
    quantity = forms.DecimalField(
        min_value=LEAST,
        max_digits=12,
        decimal_places=3,
        required=False,
        label=_("Quantity"),
        help_text=_("One if empty."),
    )
    unit = forms.CharField(max_length=30, required=False, label=_("Unit"))
    unit_price = MoneyField(label=_("Price"))
    discount_percent = forms.DecimalField(max_value=Decimal("99.999"), label=_("Discount in per cent"), **_PER_CENT)
    tax_rate = forms.DecimalField(max_value=100, label=_("Tax in per cent"), **_PER_CENT)
    tax_inclusive = forms.BooleanField(required=False, label=_("The tax is in the price"))
    is_optional = forms.BooleanField(required=False, label=_("The customer may leave it out"))

    def __init__(self, *args: Any, currency: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_price"].currency = currency  # type: ignore[attr-defined]

    def draft(self) -> QuoteLineDraft:
        cleaned = dict(self.cleaned_data)
        for name in ("discount_percent", "tax_rate"):
            cleaned[name] = cleaned[name] or Decimal(0)
        cleaned["quantity"] = cleaned["quantity"] or Decimal(1)
        return QuoteLineDraft(**cleaned)


class _Lines(forms.BaseFormSet):  # type: ignore[type-arg]
    """Whatever was on the quote before: a line that comes back empty is left out."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()


LineFormSet = forms.formset_factory(
    LineForm, formset=_Lines, extra=SPARE_LINES, max_num=MOST_LINES, absolute_max=2 * MOST_LINES, validate_max=True
)


def drafts_of(lines: Any) -> list[QuoteLineDraft]:
    """Return the lines that somebody has written."""
    return [line.draft() for line in lines if line.has_changed()]


def lines_of(quote: Quote) -> list[dict[str, Any]]:
    """Return a quote's lines as the form shows them at first."""
    names = (
        "description", "quantity", "unit", "unit_price", "discount_percent", "tax_rate", "tax_inclusive", "is_optional",
    )  # fmt: skip
    rows = [{name: getattr(line, name) for name in names} for line in quote.lines.order_by("position")]
    return [
        {name: decimal_text(value) if isinstance(value, Decimal) else value for name, value in row.items()}
        for row in rows
    ]
