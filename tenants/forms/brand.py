from dataclasses import astuple
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature
from django.utils.translation import gettext_lazy as _

from tenants.brand.colour import NotAColourError, normalise
from tenants.brand.logo import MOST_BYTES, CleanLogo, LogoError
from tenants.brand.logo import clean_logo as drawn_again
from tenants.kernel.signing import sign, unsign
from tenants.services.branding import NO_LOGO, StoredLogo, current_logo, store_logo

DRAFT_SECONDS = 24 * 3600
PURPOSE = "logo_draft"


class ColourField(forms.CharField):
    """#RRGGBB and nothing else."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"data-brand-colour": True, "spellcheck": "false", "autocomplete": "off"}
        super().__init__(max_length=7, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        try:
            return normalise(super().clean(value))
        except NotAColourError as error:
            raise ValidationError(str(error), code=error.code) from error


class BrandForm(forms.Form):
    """Logo and two colours. A logo that was chosen and not yet saved travels in ``draft``, signed."""

    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, at most 2 MB and 4096 pixels a side. A transparent background looks best."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_logo = forms.BooleanField(label=_("Show initials instead of the logo"), required=False)
    primary = ColourField(label=_("Main colour"), help_text=_("Buttons, links, your initials."))
    accent = ColourField(label=_("Second colour"), help_text=_("Used sparingly, for what should catch the eye."))
    draft = forms.CharField(required=False, widget=forms.HiddenInput())

    _clean_logo: CleanLogo | None = None
    _stored: StoredLogo | None = None

    def clean_logo(self) -> None:
        uploaded: UploadedFile[bytes] | None = self.cleaned_data["logo"]
        if uploaded is None:
            return
        try:
            self._clean_logo = drawn_again(uploaded.read(MOST_BYTES + 1))
        except LogoError as error:
            raise ValidationError(str(error), code=error.code) from error

    def chosen_logo(self) -> StoredLogo:
        """Return the logo that saving would set: the one just chosen, the draft, none, or what is there."""
        if self._stored is None:
            self._stored = self._choose()
        return self._stored

    def _choose(self) -> StoredLogo:
        if self._clean_logo is not None:
            return store_logo(self._clean_logo)
        if self.cleaned_data.get("remove_logo"):
            return NO_LOGO
        try:
            return StoredLogo(*unsign(self.data.get("draft", ""), purpose=PURPOSE, max_age=DRAFT_SECONDS))
        except BadSignature:
            return current_logo()

    def draft_text(self) -> str:
        """Return what the hidden field holds, so that the file need not be chosen again."""
        chosen = self.chosen_logo()
        return "" if chosen in (NO_LOGO, current_logo()) else sign(astuple(chosen), purpose=PURPOSE)
