"""What a customer may ask for: which items, and how much of them. The server computes the rest."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.services.shares import Share
from tenants.kernel.money import InvalidAmount, Money


class PayForm(forms.Form):
    """``item`` holds ids of the customer's own open charges; ``amount`` counts when another amount was chosen.

    ``wanted`` is what the server is asked to work out; ``save`` is their tick that the card may be kept.
    """

    item = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": _("Tick at least one item."),
            "invalid_choice": _("One of the items has been paid or changed meanwhile. Look at the list again."),
        },
    )
    share = forms.ChoiceField(choices=[("deposit", "deposit"), ("full", "full"), ("other", "other")])
    amount = forms.CharField(required=False, max_length=30)
    save = forms.BooleanField(required=False)

    def __init__(self, *args: Any, charge_ids: list[int], currency: str, locale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [(charge_id, charge_id) for charge_id in charge_ids]  # type: ignore[attr-defined]
        self.currency = currency
        self.locale = locale

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["wanted"] = Share.DEPOSIT if cleaned.get("share") == "deposit" else None
        if cleaned.get("share") == "other" and not cleaned.get("amount"):
            self.add_error("amount", _("Say how much you want to pay."))
        elif cleaned.get("share") == "other":
            try:
                cleaned["wanted"] = Money.parse(cleaned.get("amount", ""), self.currency, self.locale)
            except InvalidAmount as refusal:
                self.add_error("amount", str(refusal))
        return cleaned


class QueryForm(forms.Form):
    """What a customer says about a charge that they do not recognise."""

    why = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("What is wrong with it?"),
        help_text=_("If you like: a few words help to find it."),
    )


class PromiseForm(forms.Form):
    """Which of their open items a customer promises to pay, and by when; the rule knows how far ahead."""

    item = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": _("Tick at least one item."),
            "invalid_choice": _("One of the items has been paid or changed meanwhile. Look at the list again."),
        },
    )
    until = forms.DateField(
        label=_("I will pay by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )

    def __init__(self, *args: Any, charge_ids: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [(charge_id, charge_id) for charge_id in charge_ids]  # type: ignore[attr-defined]


class AutopayForm(forms.Form):
    """``terms`` is the digest of the words that were on the page; ``amount`` counts when there is to be a limit."""

    terms = forms.CharField(max_length=64)
    scope = forms.ChoiceField(choices=[("all", "all"), ("capped", "capped")])
    amount = forms.CharField(required=False, max_length=30)
    agrees = forms.BooleanField(
        error_messages={"required": _("Autopay is switched on only when you agree: tick the box above the button.")}
    )

    def __init__(self, *args: Any, currency: str, locale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.locale = locale

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["money"] = None
        if cleaned.get("scope") == "capped" and not cleaned.get("amount"):
            self.add_error("amount", _("Say up to how much."))
        elif cleaned.get("scope") == "capped":
            try:
                cleaned["money"] = Money.parse(cleaned.get("amount", ""), self.currency, self.locale)
            except InvalidAmount as refusal:
                self.add_error("amount", str(refusal))
        return cleaned
