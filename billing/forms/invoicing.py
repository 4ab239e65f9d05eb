from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.forms.fields import MoneyField
from billing.models import Automatic, BillingProfile, Invoice, InvoiceCounter, InvoicingRules
from billing.references import is_iban
from billing.selectors.invoicing import counter_year, invoicing_rules
from billing.services.invoicing_rules import BANK
from crm.countries import country_choices
from tenants.kernel import clock
from tenants.kernel.money import Money
from tenants.kernel.scope import require_business

_LINES = forms.Textarea(attrs={"rows": 3})


class InvoicingRulesForm(forms.ModelForm):  # type: ignore[type-arg]
    """Tax, numbers, terms and bank details; ``first_number`` only while no number of this series is given out."""

    automatic_amount = MoneyField(
        required=False,
        label=_("Enough is"),
        help_text=_(
            "For “as soon as enough has come together”. Other currencies count at the rate kept with each charge, "
            "and get an invoice of their own."
        ),
    )
    first_number = forms.IntegerField(
        max_value=999_999_999,
        required=False,
        min_value=1,
        label=_("The next invoice number"),
        help_text=_("To go on from another system."),
    )

    password = forms.CharField(
        required=False,
        max_length=128,
        strip=False,
        label=_("Your password"),
        help_text=_("Only to change where your customers are to pay; every owner gets a mail of it."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    class Meta:
        model = InvoicingRules
        fields = [
            "tax_id", "registration", "pattern", "credit_note_pattern", "is_reset_yearly", "due_days", "notes", "terms",
            "bank_holder", "iban", "bic", "bank_other", "paper", "automatic", "automatic_day",
            "accepted_quote",
        ]  # fmt: skip
        labels = {
            "tax_id": _("Tax number"),
            "registration": _("Registration"),
            "pattern": _("Invoice numbers"),
            "credit_note_pattern": _("Credit note numbers"),
            "is_reset_yearly": _("Numbers begin at 1 each year"),
            "due_days": _("Due after"),
            "notes": _("Notes on every invoice"),
            "terms": _("Terms on every invoice"),
            "bank_holder": _("Account holder"),
            "iban": _("IBAN"),
            "bic": _("BIC"),
            "bank_other": _("Other bank details"),
            "paper": _("Paper"),
            "automatic": _("Make invoices by itself"),
            "automatic_day": _("On day"),
            "accepted_quote": _("A quote that is accepted becomes"),
        }
        help_texts = {
            "pattern": _("{year}, {month} and {number:04}: a number of four digits."),
            "registration": _("Such as a company register and number."),
            "automatic_day": _("Of the month; the last one where it is shorter."),
            "bank_other": _("For accounts without an IBAN."),
        }
        widgets = {"notes": _LINES, "terms": _LINES, "bank_other": forms.Textarea(attrs={"rows": 2}),
                   "automatic": forms.RadioSelect, "accepted_quote": forms.RadioSelect}  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        currency = require_business().currency
        self.initial["automatic_amount"] = Money(self.instance.automatic_minor, currency) or None
        if _is_given_out():
            del self.fields["first_number"]

    @property
    def changes_bank(self) -> bool:
        return not self._changed().keys().isdisjoint(BANK)

    def said(self) -> dict[str, Any]:
        """Return what differs from what is in force, so that nobody puts back what somebody else changes meanwhile."""
        first, enough = self.cleaned_data.get("first_number"), self.cleaned_data["automatic_amount"]
        said, minor = self._changed(), enough.minor if enough else 0
        if minor != self.instance.automatic_minor:
            said["automatic_minor"] = minor
        return {**said, "first_numbers": {Invoice.Kind.INVOICE: first} if first else {}}

    def _changed(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {name: value for name, value in said.items() if _lines(value) != _lines(self.initial[name])}

    def clean_iban(self) -> str:
        iban = "".join(self.cleaned_data["iban"].split()).upper()
        if iban and not is_iban(iban):
            raise forms.ValidationError(_("This is no IBAN: one of its letters or figures is wrong."))
        return iban

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("automatic") == Automatic.THRESHOLD and not said.get("automatic_amount"):
            self.add_error("automatic_amount", _("Say how much is enough."))
        return said


class BillingProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is different for one contact; what is left empty is as usual."""

    country = forms.ChoiceField(required=False, label=_("Country"))

    class Meta:
        model = BillingProfile
        fields = ["name", "address", "country", "tax_id", "is_reverse_charge", "due_days", "automatic"]
        labels = {
            "name": _("Invoice to"),
            "address": _("Address on invoices"),
            "tax_id": _("Tax number"),
            "is_reverse_charge": _("Accounts for the tax themselves"),
            "due_days": _("Due after"),
            "automatic": _("Make invoices by itself"),
        }
        help_texts = {
            "name": _("When it is not the name of the contact."),
            "address": _("When it is not the address of the contact."),
            "is_reverse_charge": _("Reverse charge: no tax is added to their invoices, which say why."),
        }
        widgets = {"address": _LINES}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_days"].required = False
        self.fields["country"].choices = [("", "—"), *country_choices(require_business().locale)]  # type: ignore[attr-defined]
        self.fields["automatic"].choices = [("", _("As usual")), *Automatic.choices]  # type: ignore[attr-defined]


def _lines(said: Any) -> Any:
    """Return a text in its lines: browsers end them otherwise."""
    return said.splitlines() if isinstance(said, str) else said


def _is_given_out() -> bool:
    year = counter_year(invoicing_rules(), clock.today(require_business().time_zone))
    counter = InvoiceCounter.objects.filter(kind=Invoice.Kind.INVOICE, year=year).first()
    return counter is not None and counter.last_number >= counter.first_number
