import uuid
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenants import places
from tenants.accounts.models import User
from tenants.errors import SubdomainRefused
from tenants.models import Business
from tenants.services.sign_up import Application
from tenants.services.subdomains import check_subdomain, free_subdomain
from tenants.subdomains import normalise


class SignUpForm(forms.Form):
    """What it takes to sign a business up: five answers; country, currency and time zone are guessed."""

    business_name = forms.CharField(label=_("Business name"), max_length=120)
    subdomain = forms.CharField(
        label=_("Address of your pages"),
        max_length=200,
        help_text=_("Where you work and your customers sign in."),
        error_messages={"required": _("Choose an address for your pages.")},
    )
    owner_name = forms.CharField(label=_("Your name"), max_length=150)
    email = forms.EmailField(label=_("Your e-mail address"))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(),
        help_text=_("At least 12 characters. A few words in a row are easy to remember and hard to guess."),
    )
    country = forms.ChoiceField(label=_("Country"))
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, country: str = places.HOME, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(token=uuid.uuid4(), country=country)
        self._choose("country", places.countries().items())
        usual = ("", _("As usual there"))
        self._choose("currency", [usual, *((code, f"{code} · {name}") for code, name in places.currencies().items())])
        self._choose("time_zone", [usual, *((zone, zone.replace("_", " ")) for zone in places.time_zones())])

    def clean_subdomain(self) -> str:
        subdomain = normalise(self.cleaned_data["subdomain"])
        if self._was_sent_before():
            return subdomain
        try:
            check_subdomain(subdomain)
        except SubdomainRefused as refusal:
            raise ValidationError(with_suggestion(refusal, subdomain), code=refusal.code) from refusal
        return subdomain

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        password, email = cleaned.get("password"), cleaned.get("email", "")
        if password:
            about = User(username=email.partition("@")[0], email=email, name=cleaned.get("owner_name", ""))
            try:
                validate_password(password, about)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned

    def application(self) -> Application:
        """Return the answers, with what is usual in the country where nothing else was chosen."""
        answers = dict(self.cleaned_data)
        country = answers["country"]
        answers["currency"] = answers["currency"] or places.currency_of(country)
        answers["time_zone"] = answers["time_zone"] or places.time_zone_of(country)
        return Application(**answers)

    def refuse_subdomain(self, refusal: SubdomainRefused) -> None:
        """Show what the database refused although the check had passed: somebody was faster."""
        self.add_error("subdomain", with_suggestion(refusal, self.cleaned_data["subdomain"]))

    def _was_sent_before(self) -> bool:
        token = self.data.get(self.add_prefix("token"), "")
        try:
            return Business.objects.filter(sign_up_token=uuid.UUID(token)).exists()
        except ValueError:
            return False

    def _choose(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 for the type checker
        field.choices = choices


def with_suggestion(refusal: SubdomainRefused, wish: str) -> str:
    """Return the refusal's sentence and an address that is free."""
    free = {"free": free_subdomain(wish)}
    return f"{refusal} {_('“%(free)s” is free.') % free}"
