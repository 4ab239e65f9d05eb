import re
import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models import Expense, ExpenseRule, Product
from billing.selectors.expenses import categories
from billing.services.expenses import ExpenseDraft
from crm.models import Contact
from tenants import places
from tenants.accounts import sight
from tenants.accounts.models import User
from tenants.forms.files import ManyFilesField
from tenants.kernel import clock
from tenants.kernel.money import InvalidAmount, Money
from tenants.kernel.scope import require_business

USUAL = [_("Rent"), _("Supplies"), _("Van and travel"), _("Energy and water"), _("Insurance"), _("Software"), _("Pay")]
"""Offered while a business has no categories of its own."""
SUGGESTED_CONTACTS = 200
_NUMBERED = re.compile(r"#(\d{1,18})\s*$")


def _day(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def _amount(**kwargs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.CharField(max_length=30, widget=widget, **kwargs)


class ExpenseForm(forms.Form):
    """Money spent. ``request_key`` makes a double click harmless; receipts are looked at one by one, after it."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    supplier = forms.CharField(max_length=120, label=_("Paid to"), help_text=_("The shop, landlord or supplier."))
    amount = _amount(label=_("Amount"), help_text=_("All of it, tax included."))
    tax = _amount(required=False, label=_("Tax in it"), help_text=_("The part you get back. It is no cost to you."))
    category = forms.CharField(
        max_length=60, required=False, label=_("Category"), widget=forms.TextInput(attrs={"list": "categories"}),
        help_text=_("Choose one, or write a new one."),
    )  # fmt: skip
    spent_on = _day(label=_("Date of the bill"), help_text=_("The month it counts in."))
    paid_on = _day(required=False, label=_("Paid on"), help_text=_("Leave it empty while it is still to pay."))
    due_on = _day(required=False, label=_("Due on"), help_text=_("The date of the bill when left empty."))
    currency = forms.ChoiceField(label=_("Currency"))
    rate = forms.DecimalField(
        min_value=0, max_digits=20, decimal_places=10, required=False, label=_("Rate"), widget=forms.TextInput(
            attrs={"inputmode": "decimal"}
        ),
    )  # fmt: skip
    product = forms.TypedChoiceField(
        coerce=int, required=False, empty_value=None, label=_("For a product"), help_text=_("It lowers its profit.")
    )
    contact = forms.CharField(
        max_length=300, required=False, label=_("For a contact"), widget=forms.TextInput(attrs={"list": "contacts"}),
        help_text=_("It lowers what you earn with them. They never see it."),
    )  # fmt: skip
    note = forms.CharField(max_length=500, required=False, label=_("Note"))
    repeats = forms.ChoiceField(
        choices=[("", _("Just this once")), *Product.Interval.choices], required=False, label=_("How often it comes")
    )
    until = _day(required=False, label=_("Last on"), help_text=_("Leave it empty for no end."))
    uploads = ManyFilesField(
        required=False, allow_empty_file=True, label=_("Receipt"), help_text=_("Photos or PDF, up to 10.")
    )

    def __init__(self, *args: Any, member: User, expense: Expense | ExpenseRule | None = None, **kwargs: Any) -> None:
        first = _showing(expense) if expense else _blank()
        kwargs["initial"] = first | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.member, base = member, require_business().currency
        self.categories = [row.name for row in categories()] or USUAL
        self.contacts = _suggested(member)
        self._choose("product", [("", _("No product")), *((row.pk, row.name) for row in _products(expense))])
        self._choose("currency", [(code, f"{code} · {name}") for code, name in places.currencies().items()])
        rate_hint = _("%(base)s for one of it. Empty: your own rate of that day, if there is one.")
        self.fields["rate"].help_text = rate_hint % {"base": base}
        self.fields["uploads"].widget.attrs["accept"] = "image/*,application/pdf"

    def clean_contact(self) -> int | None:
        """Find the contact of a name; where several have it, the number behind it says which."""
        said = self.cleaned_data["contact"].strip()
        if not said:
            return None
        found = Contact.objects.filter(sight.within(self.member, "pk"))
        numbered = _NUMBERED.search(said)
        named = found.filter(display_name__iexact=said)
        ids = list(found.filter(pk=int(numbered[1])).values_list("pk", flat=True)) if numbered else []
        ids = ids or list(named.values_list("pk", flat=True)[:2])
        if not ids:
            raise forms.ValidationError(_("No contact is called that. Choose one of the list."))
        if len(ids) > 1:
            raise forms.ValidationError(_("Several contacts are called that. Choose one of the list."))
        contact_id: int = ids[0]
        return contact_id

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("amount", "tax"):
            if cleaned.get(name) and "currency" in cleaned:
                self._parse(cleaned, name)
        return cleaned

    def draft(self) -> ExpenseDraft:
        cleaned = self.cleaned_data
        names = ("supplier", "amount", "rate", "category", "note", "spent_on", "due_on", "paid_on")
        return ExpenseDraft(
            **{name: cleaned[name] for name in names},
            tax=cleaned["tax"] or None,
            product_id=cleaned["product"],
            contact_id=cleaned["contact"],
        )

    def _parse(self, cleaned: dict[str, Any], name: str) -> None:
        try:
            cleaned[name] = Money.parse(cleaned[name], cleaned["currency"], require_business().locale)
        except InvalidAmount as refusal:
            self.add_error(name, str(refusal))

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def _blank() -> dict[str, Any]:
    business = require_business()
    today: date = clock.today(business.time_zone)
    return {"request_key": uuid.uuid4(), "currency": business.currency, "spent_on": today, "paid_on": today}


def _showing(expense: Expense | ExpenseRule) -> dict[str, Any]:
    locale = require_business().locale
    names = ("supplier", "note", "currency")
    days = ("spent_on", "paid_on", "due_on") if isinstance(expense, Expense) else ()
    rate = expense.rate if expense.currency != require_business().currency else None
    return {name: getattr(expense, name) for name in (*names, *days)} | {
        "request_key": uuid.uuid4(),
        "amount": expense.amount.plain(locale),
        "tax": expense.tax.plain(locale) if expense.tax else "",
        "category": expense.category.name if expense.category else "",
        "rate": None if rate is None else f"{rate.normalize():f}",
        "product": expense.product_id,
        "contact": _label(expense.contact) if expense.contact else "",
    }


def _products(expense: Expense | ExpenseRule | None) -> list[Product]:
    on_sale = list(Product.objects.on_sale())
    chosen = expense.product if expense and expense.product_id else None
    return on_sale if chosen is None or chosen in on_sale else [*on_sale, chosen]


def _suggested(member: User) -> list[str]:
    """Names of the contacts of late, the newest first."""
    return [
        _label(row) for row in Contact.objects.filter(sight.within(member, "pk")).order_by("-pk")[:SUGGESTED_CONTACTS]
    ]


def _label(contact: Contact) -> str:
    return f"{contact.display_name} #{contact.pk}"
