from crm.forms.access import AccessForm, CustomerForm
from crm.forms.contact import ContactForm
from crm.forms.correction import AskForm, AskOneForm, DeclineForm, ReportForm, ValueForm
from crm.forms.files import FileForm
from crm.forms.notes import NoteForm

__all__ = [
    "AccessForm",
    "AskForm",
    "AskOneForm",
    "ContactForm",
    "CustomerForm",
    "DeclineForm",
    "FileForm",
    "NoteForm",
    "ReportForm",
    "ValueForm",
]
