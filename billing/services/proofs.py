"""Files that show that money was sent: kept among the contact's files, within the business's limits."""

from django.core.files.uploadedfile import UploadedFile

from crm.services.files import add_file
from tenants.accounts.models import User
from tenants.uploads import examined


def keep_proof(contact_id: int, file: "UploadedFile[bytes] | None", *, sender: User, is_shown: bool) -> int | None:
    """Keep a proof and return its id; None when there is none. Call it outside of any transaction.

    Raises a MangoError that says why the file is not taken.
    """
    if file is None:
        return None
    return add_file(contact_id, upload=examined(file), added_by=sender, is_shown=is_shown).pk
