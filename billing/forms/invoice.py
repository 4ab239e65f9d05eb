import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.forms.currency import offer_currencies
from billing.forms.fields import DiscountField, MoneyField, decimal_text, discount_text
from billing.models import Charge, Invoice, InvoiceLine, Product
from billing.selectors.accounts import due_by_charge
from billing.services.invoice_drafts import InvoiceDraft, LineDraft
from tenants.kernel.dates import long_date
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

LEAST = Decimal("0.001")
MOST_LINES = 100
TAX = [(False, _("on top")), (True, _("included"))]
WHAT_WAS_PAID = [(False, _("becomes credit on the account")), (True, _("goes back the way it came"))]
_DAY = {"type": "date"}


class LineForm(forms.Form):
    """A line of an invoice: from the catalogue, or in words of its own. One that is left empty is no line."""

    product = forms.TypedChoiceField(coerce=int, required=False, empty_value=None, label=_("From the catalogue"))
    description = forms.CharField(max_length=200, required=False, label=_("Description"))
    quantity = forms.DecimalField(
        min_value=LEAST, max_digits=12, decimal_places=3, initial=1, required=False, label=_("Quantity")
    )
    unit = forms.CharField(max_length=30, required=False, label=_("Unit"))
    unit_price = MoneyField(required=False, label=_("Price"))
    discount = DiscountField(max_length=20, required=False, label=_("Discount"))
    tax_rate = forms.DecimalField(
        min_value=0, max_value=100, max_digits=6, decimal_places=3, required=False, label=_("Tax %")
    )
    tax_inclusive = forms.TypedChoiceField(
        choices=TAX, coerce=lambda value: value in {True, "True"}, required=False, empty_value="", label=_("Tax is")
    )

    def __init__(self, *args: Any, products: list[Product], currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit_price", "discount"):
            self.fields[name].currency = currency  # type: ignore[attr-defined]
        self._products = {product.pk: product for product in products}
        self.fields["product"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((product.pk, product.name) for product in products),
        ]

    @property
    def is_blank(self) -> bool:
        said: dict[str, Any] = self.cleaned_data
        return not said.get("product") and not said.get("description") and said.get("unit_price") is None

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("product") or self.is_blank:
            return said
        if not said.get("description"):
            self.add_error("description", _("Say what it is."))
        if said.get("unit_price") is None and "unit_price" not in self.errors:
            self.add_error("unit_price", _("Say what it costs."))
        return said

    def draft(self) -> LineDraft:
        """What is left empty is as the catalogue says."""
        said = self.cleaned_data
        own = {name: said[name] for name in ("description", "unit_price", "unit") if said[name]}
        if said["tax_rate"] is not None:
            own |= {"tax_rate": said["tax_rate"], "tax_inclusive": bool(said["tax_inclusive"])}
        usual = self._usual(said["product"])
        return LineDraft(**usual | own, quantity=said["quantity"] or Decimal(1), discount=said["discount"])

    def _usual(self, product_id: int | None) -> dict[str, Any]:
        """Return what the catalogue says of a product; of a line in words of its own, only how its tax is meant."""
        if product_id is None:
            return {"tax_inclusive": bool(self.cleaned_data["tax_inclusive"])}
        product = self._products[product_id]
        names = ("unit", "tax_rate", "tax_inclusive")
        return {
            "description": product.name,
            "unit_price": product.price,
            "product_id": product.pk,
            **{name: getattr(product, name) for name in names},
        }

    @staticmethod
    def initial_of(line: InvoiceLine) -> dict[str, Any]:
        money = Money(line.unit_price_minor, line.invoice.currency)
        return {
            "product": line.product_id,
            "description": line.description,
            "quantity": decimal_text(line.quantity),
            "unit": line.unit,
            "unit_price": money,
            "discount": discount_text(line.discount_percent, Money(line.discount_minor, money.currency)),
            "tax_rate": decimal_text(line.tax_rate),
            "tax_inclusive": line.tax_inclusive,
        }


class Lines(forms.BaseFormSet):  # type: ignore[type-arg]
    def drafts(self) -> list[LineDraft]:
        return [form.draft() for form in self.forms if form.has_changed() and not form.is_blank]


LINES = forms.formset_factory(LineForm, formset=Lines, extra=1, max_num=MOST_LINES, absolute_max=MOST_LINES)


def lines_form(posted: Any = None, *, currency: str, lines: Iterable[InvoiceLine] = (), more: bool = False) -> Lines:
    """Return the lines to fill in, with an empty one at the end; ``more`` adds one to what was posted."""
    if posted is not None and more:
        posted = posted.copy()
        count = posted.get("lines-TOTAL_FORMS", "")
        posted["lines-TOTAL_FORMS"] = str(min(int(count), MOST_LINES - 1) + 1) if count.isdecimal() else "1"
    products = list(Product.objects.on_sale())
    found: Lines = LINES(
        posted,
        prefix="lines",
        initial=[LineForm.initial_of(line) for line in lines],
        form_kwargs={"products": products, "currency": currency},
    )  # type: ignore[assignment]
    return found


class InvoiceForm(forms.Form):
    """What an invoice says beside its lines. ``request_key`` makes a double click harmless."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    charges = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label=_("On the account already")
    )
    settled = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label=_("Paid or settled already")
    )
    supplied_on = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        label=_("Supplied on"),
        help_text=_("When it was not the day of the invoice."),
    )
    due_on = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        label=_("Due on"),
        help_text=_("As usual when left empty."),
    )
    is_reverse_charge = forms.BooleanField(
        required=False,
        label=_("The buyer accounts for the tax"),
        help_text=_("Reverse charge: no tax is added, and the invoice says why."),
    )
    notes = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("Notes"))
    terms = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("Terms"))

    def __init__(self, *args: Any, charges: Iterable[Charge], **kwargs: Any) -> None:
        kwargs["initial"] = {"request_key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self._offer(list(charges))
        self.typed_in = offer_currencies(self)
        """In which currency the prices of its own lines are typed."""

    def _offer(self, charges: list[Charge]) -> None:
        """Tell what is due from what is settled; what was sent stays in the list in which it was ticked."""
        due = due_by_charge([charge.pk for charge in charges])
        sent = {name: set(self.data.getlist(name)) if self.is_bound else set() for name in ("charges", "settled")}  # type: ignore[attr-defined]
        lists: dict[str, list[tuple[int, str]]] = {"charges": [], "settled": []}
        for charge in charges:
            usual = "charges" if charge.pk in due else "settled"
            name = next((name for name in lists if str(charge.pk) in sent[name]), usual)
            lists[name].append((charge.pk, _told(charge)))
        for name, choices in lists.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def has_settled(self) -> bool:
        """Whether something that is settled is ticked, so that it has to be seen."""
        ticked = {str(value) for value in self["settled"].value() or ()}
        return any(str(pk) in ticked for pk, _told_of in self.fields["settled"].choices)  # type: ignore[attr-defined]

    def draft(self, lines: list[LineDraft]) -> InvoiceDraft:
        said = self.cleaned_data
        names = ("notes", "terms", "supplied_on", "due_on", "is_reverse_charge")
        chosen = [*said["charges"], *said["settled"]]
        return InvoiceDraft(charge_ids=chosen, lines=lines, **{name: said[name] for name in names})

    @staticmethod
    def initial_of(invoice: Invoice) -> dict[str, Any]:
        names = ("notes", "terms", "supplied_on", "due_on", "is_reverse_charge", "currency")
        charged = list(invoice.lines.exclude(charge=None).values_list("charge_id", flat=True))
        return {"charges": charged, "settled": charged, **{name: getattr(invoice, name) for name in names}}


def _told(charge: Charge) -> str:
    """Say which charge it is, as there may be many of one name: its amount and its day."""
    locale = require_business().locale
    return " · ".join([charge.description, charge.amount.format(locale), long_date(charge.due_on, locale=locale)])


class CreditNoteForm(forms.Form):
    """What to take back of which line; a line that is left empty stays."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(max_length=500, label=_("Why"), help_text=_("It stands on the credit note."))
    is_refunded = forms.TypedChoiceField(
        choices=WHAT_WAS_PAID,
        coerce=lambda value: value in {True, "True"},
        widget=forms.RadioSelect,
        label=_("What was paid of it"),
    )

    def __init__(self, *args: Any, left: dict[int, Money], names: dict[int, str], **kwargs: Any) -> None:
        kwargs["initial"] = {"request_key": uuid.uuid4(), "is_refunded": False, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        locale = require_business().locale
        for charge_id, amount in left.items():
            hint = _("Up to %(amount)s") % {"amount": amount.format(locale)}
            field = MoneyField(required=False, label=names[charge_id], help_text=hint, initial=amount)
            field.currency = amount.currency
            self.fields[f"amount_{charge_id}"] = field

    @property
    def amount_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("amount_")]

    def amounts(self) -> dict[int, Money]:
        return {
            int(name.removeprefix("amount_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("amount_") and value
        }


class InvoiceVoidForm(forms.Form):
    reason = forms.CharField(max_length=500, label=_("Why"), help_text=_("It stands on the credit note."))
    is_refunded = forms.TypedChoiceField(
        choices=WHAT_WAS_PAID,
        coerce=lambda value: value in {True, "True"},
        required=False,
        empty_value="",
        initial=False,
        widget=forms.RadioSelect,
        label=_("What was paid of it"),
    )


class AttachmentsForm(forms.Form):
    chosen = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label=_("Files that go along")
    )

    def __init__(self, *args: Any, files: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(file.pk, file.name) for file in files]  # type: ignore[attr-defined]
