"""Details in templates."""

from django import template

from crm.models import Correction
from crm.selectors.checks import report_text

register = template.Library()


@register.filter
def said(correction: Correction, which: str) -> str:
    """Return what a report says was ``held``, is ``proposed`` or was ``applied``, in the reader's language."""
    return report_text(correction, which)
