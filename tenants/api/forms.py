from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.accounts.models import User
from tenants.api.scopes import SCOPES, scopes_within
from tenants.kernel import clock

LIVES = {"30": _("30 days"), "90": _("90 days"), "365": _("One year"), "": _("Until it is revoked")}


class KeyForm(forms.Form):
    """A key to be; offered is only what the maker's own role includes. The password again: a key outlives a session."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        max_length=80, label=_("Name"), help_text=_("Which program uses it: “Web shop”, “Nightly export”.")
    )
    scopes = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)
    lives = forms.ChoiceField(
        choices=list(LIVES.items()), required=False, initial="365", label=_("How long it works"), widget=forms.Select
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=128,
        help_text=_("You are asked for it again because a key opens the door without you."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, maker: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"request_key": uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        offered = [(name, f"{SCOPES[name].label} · {name}") for name in scopes_within(maker.role)]
        self.fields["scopes"].choices = offered  # type: ignore[attr-defined]

    def key(self) -> dict[str, Any]:
        """Return what the rule wants to know."""
        given = self.cleaned_data
        lives = given["lives"]
        return {
            "name": given["name"],
            "scopes": given["scopes"],
            "request_key": given["request_key"],
            "expires_at": clock.now() + timedelta(days=int(lives)) if lives else None,
        }
