"""What a form says of a field that is wrong: what to do, in place of what Django would say."""

from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


def say_what_to_do() -> None:
    """Word the refusals of every form; before the first form is imported, as each field copies its own."""
    for field, sentence in _MISSING.items():
        field.default_error_messages = {**field.default_error_messages, "required": sentence}
    forms.DecimalField.default_error_messages = {**forms.DecimalField.default_error_messages, **_NUMBER}
    validators.MinValueValidator.message = _("Write %(limit_value)s or more.")
    validators.MaxValueValidator.message = _("Write %(limit_value)s or less.")
    validators.MaxLengthValidator.message = ngettext_lazy(
        "Shorten it to %(limit_value)d character: it has %(show_value)d.",
        "Shorten it to %(limit_value)d characters: it has %(show_value)d.",
        "limit_value",
    )
    validators.DecimalValidator.messages = {**validators.DecimalValidator.messages, **_DIGITS}


_MISSING: dict[type[forms.Field], Any] = {
    forms.Field: _("Fill this in."),
    forms.ChoiceField: _("Choose one of these."),
    forms.MultipleChoiceField: _("Choose at least one."),
    forms.DateField: _("Choose a day."),
    forms.FileField: _("Choose a file first."),
    forms.BooleanField: _("Tick this to go on."),
}
_NUMBER = {"invalid": _("Write a number.")}
_DIGITS: dict[str, Any] = {
    "max_digits": ngettext_lazy("Write at most %(max)s digit.", "Write at most %(max)s digits.", "max"),
    "max_decimal_places": ngettext_lazy(
        "Write at most %(max)s digit after the point.", "Write at most %(max)s digits after the point.", "max"
    ),
    "max_whole_digits": ngettext_lazy(
        "Write at most %(max)s digit before the point.", "Write at most %(max)s digits before the point.", "max"
    ),
}
