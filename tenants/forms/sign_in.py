from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.kernel.scope import SignInRules

_OPTIONAL = ("optional", _("Optional: whoever wants it turns it on"))
_REQUIRED = ("required", _("Required: whoever has none sets it up before anything else"))
FOR_MEMBERS = [_OPTIONAL, _REQUIRED]
FOR_CUSTOMERS = [("off", _("Off: it is not offered; whoever has it keeps it")), _OPTIONAL, _REQUIRED]


class SignInRulesForm(forms.Form):
    """How people may and must sign in."""

    sign_in_by_link = forms.BooleanField(
        label=_("Offer a link by e-mail instead of the password"),
        help_text=_("It signs in once, within 15 minutes."),
        required=False,
    )

    member_factor = forms.ChoiceField(
        label=_("Two-factor sign-in for the team"), choices=FOR_MEMBERS, widget=forms.RadioSelect
    )
    customer_factor = forms.ChoiceField(
        label=_("Two-factor sign-in for customers"), choices=FOR_CUSTOMERS, widget=forms.RadioSelect
    )
    remembers_devices = forms.BooleanField(
        label=_("Let people tick “Do not ask on this device for 30 days”"),
        help_text=_("When it is off, a code is asked for at every sign-in."),
        required=False,
    )

    def __init__(self, *args: Any, rules: SignInRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "sign_in_by_link": rules.by_link,
            "member_factor": rules.member_factor,
            "customer_factor": rules.customer_factor,
            "remembers_devices": rules.remembers_devices,
        }
