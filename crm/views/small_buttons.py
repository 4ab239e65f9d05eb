"""The contact form's small buttons: one more row, one row less, suggest. They save nothing and check nothing."""

from typing import Any

from django.http import QueryDict

from crm.forms import ContactForm
from crm.forms.rows import KINDS, typed_rows
from crm.phones import home_region
from crm.views.hints import suggestion_for
from tenants.accounts.services.passwords import generate_password

Typed = dict[str, Any]


def pressed_small_button(posted: QueryDict, *, is_new: bool) -> ContactForm | None:
    """Return the form as it is to be shown again, or None when the button that saves was pressed."""
    typed: Typed = {name: posted[name] for name in posted}
    changed = _one_more(typed) or _one_less(typed) or (_suggested(typed) if is_new else None)
    return None if changed is None else ContactForm.as_typed(typed, is_new=is_new, **changed)


def _one_more(typed: Typed) -> Typed | None:
    kind = typed.get("add", "")
    blank = {"country": home_region()} if kind == "addresses" else {}
    return {kind: [*typed_rows(typed, kind), blank]} if kind in KINDS else None


def _one_less(typed: Typed) -> Typed | None:
    kind, _dash, index = typed.get("remove", "").partition("-")
    if kind not in KINDS:
        return None
    return {kind: [row for place, row in enumerate(typed_rows(typed, kind)) if str(place) != index] or [{}]}


def _suggested(typed: Typed) -> Typed | None:
    if "suggest" not in typed:
        return None
    return {
        "username": typed.get("username") or suggestion_for(typed),
        "password": typed.get("password") or generate_password(),
    }
