from crm.models import lookups as _lookups  # noqa: F401 registers itself
from crm.models.assignment import ContactAssignment
from crm.models.contact import Contact
from crm.models.correction import Correction, DetailCheck, DetailsRequest
from crm.models.customer import Customer
from crm.models.file import StoredFile
from crm.models.note import Note
from crm.models.reach import Address, ContactEmail, ContactPhone
from crm.models.tag import ContactTag, Tag
from crm.models.update import Update, UpdateMailing, UpdateReceipt

__all__ = [
    "Address",
    "Contact",
    "ContactAssignment",
    "ContactEmail",
    "ContactPhone",
    "ContactTag",
    "Correction",
    "Customer",
    "DetailCheck",
    "DetailsRequest",
    "Note",
    "StoredFile",
    "Tag",
    "Update",
    "UpdateMailing",
    "UpdateReceipt",
]
