from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.kernel.scope import SignInRules


class SignInRulesForm(forms.Form):
    """How people may sign in."""

    sign_in_by_link = forms.BooleanField(
        label=_("Offer a link by e-mail instead of the password"),
        help_text=_("It signs in once, within 15 minutes."),
        required=False,
    )

    def __init__(self, *args: Any, rules: SignInRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"sign_in_by_link": rules.by_link}
