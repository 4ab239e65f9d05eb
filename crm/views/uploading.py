"""Taking files that somebody sent, one by one: the good ones are kept, each refused one says why."""

from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile

from crm.models import StoredFile
from crm.services.files import add_file
from tenants.accounts.models import User
from tenants.forms.files import UploadForm
from tenants.kernel.errors import MangoError
from tenants.uploads import examined


def take_files(form: UploadForm, contact_id: int, *, sender: User, is_shown: bool) -> list[StoredFile]:
    """Keep what a valid form holds; refusals become errors of its field."""
    kept = []
    for file in _sent(form):
        try:
            kept.append(add_file(contact_id, upload=examined(file), added_by=sender, is_shown=is_shown))
        except MangoError as refusal:
            form.add_error("uploads", str(refusal))
    return kept


def _sent(form: UploadForm) -> "Iterable[UploadedFile[bytes]]":
    return form.cleaned_data["uploads"] if form.is_valid() else []
