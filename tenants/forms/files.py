"""Choosing several files at once."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from tenants.errors import TooManyFiles
from tenants.uploads import ENDINGS, MOST_AT_ONCE, MOST_BYTES


class _ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Cleans to a list. What each file is gets looked at later, one by one, so that the good ones are kept."""

    widget = _ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        sent = (data if isinstance(data, list | tuple) else [data]) or [None]
        if len(sent) > MOST_AT_ONCE:
            raise forms.ValidationError(str(TooManyFiles(most=MOST_AT_ONCE)), code=TooManyFiles.code)
        return [super(ManyFilesField, self).clean(one, initial) for one in sent]


class UploadForm(forms.Form):
    uploads = ManyFilesField(
        label=_("Add files"),
        allow_empty_file=True,  # named when it is refused, like every other
        error_messages={"required": _("Choose a file first."), "invalid": _("Choose a file first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uploads"].help_text = _("Up to %(number)s at once, each of at most %(most)s.") % {
            "number": MOST_AT_ONCE,
            "most": filesizeformat(MOST_BYTES),
        }
        accepted = sorted({ending for endings in ENDINGS.values() for ending in endings})
        self.fields["uploads"].widget.attrs["accept"] = ",".join(accepted)
