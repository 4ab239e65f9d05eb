"""What the component templates in templates/cotton/ need and a template cannot say."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundWidget
from django.forms.utils import flatatt
from django.template import Context
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from lucide.templatetags.lucide import lucide

from tenants.brand.initials import initials

register = template.Library()

WITH_CHECK = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)
KINDS: list[tuple[type[forms.Widget], str]] = [
    (forms.HiddenInput, "hidden"),
    (forms.MultipleHiddenInput, "hidden"),
    (forms.RadioSelect, "choices"),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.CheckboxInput, "check"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
]

ICON_ATTRIBUTES: dict[str, Any] = {"aria_hidden": "true", "focusable": "false"}
TONE_ICONS = {
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-alert",
    "brand": "bell",
}


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """A lucide icon, inlined. Without a label it is decoration and hidden from assistive technology."""
    css = f"icon icon--{size}" if size else "icon"
    if label:
        return format_html('<span role="img" aria-label="{}">{}</span>', label, _drawing(str(name), css))
    return _drawing(str(name), css)


@lru_cache(maxsize=512)
def _drawing(name: str, css: str) -> SafeString:
    return SafeString(lucide(name, size=24, **ICON_ATTRIBUTES, **{"class": css}))


@register.simple_tag
def attributes(attrs: Any) -> SafeString:
    """A component's remaining attributes, escaped.

    Components use this instead of cotton's own `{{ attrs }}`, which leaves a dynamic value that holds quotes unescaped.
    """
    values: Mapping[str, Any] = attrs.attrs_dict()
    return flatatt({key: value for key, value in values.items() if value is not None})


@register.filter
def kind(field: forms.BoundField) -> str:
    """How a form field is laid out: text, password, check, choices, file or hidden."""
    return next((name for widget, name in KINDS if isinstance(field.field.widget, widget)), "text")


@register.simple_tag
def control(field: forms.BoundField, attrs: Any = None, css: str = "", hint: str = "") -> SafeString:
    """The field's own widget in the look of the kit; Django adds required, aria-invalid and aria-describedby."""
    widget = field.field.widget
    names = ["check" if isinstance(widget, WITH_CHECK) else "input", css, widget.attrs.get("class", "")]
    extra = dict(attrs.attrs_dict()) if attrs is not None else {}
    if hint and not field.help_text:
        extra["aria-describedby"] = f"{field.auto_id}_helptext {field.aria_describedby or ''}".strip()
    return field.as_widget(attrs={**extra, "class": " ".join(name for name in names if name)})


@register.simple_tag
def choice(option: BoundWidget) -> SafeString:
    """One radio button or checkbox of a group."""
    option.data["attrs"]["class"] = "check"
    return option.tag()


@register.filter
def unlocalized(number: Any) -> str:
    """A number as machines read it, whatever the reader's locale writes."""
    return str(number)


@register.filter
def tone(level: str) -> str:
    """Django's name for a message level, in the kit's words."""
    return {"error": "danger", "debug": "quiet"}.get(level, level)


@register.filter
def tone_icon(tone: str) -> str:
    return TONE_ICONS.get(tone, "info")


@register.simple_tag(takes_context=True)
def chosen_theme(context: Context) -> SafeString:
    """The reader's own choice of light or dark; written by the server, so that no page flashes in the other one."""
    theme = getattr(context.get("request"), "COOKIES", {}).get("theme", "")
    return format_html(' data-theme="{}"', theme) if theme in {"light", "dark"} else SafeString("")


@register.simple_tag(takes_context=True)
def money_text(context: Context, value: Any) -> str:
    """Money in the business's locale; on the public site, in the reader's language."""
    business = getattr(context.get("request"), "business", None)
    return str(value.format(business.locale if business else get_language() or "en"))


@register.filter
def decimal(number: Decimal) -> str:
    """A number as the language writes it, without idle zeros: 2.5 and not 2.500."""
    return number_format(Decimal(f"{number.normalize():f}"))


register.filter("initials", initials)
