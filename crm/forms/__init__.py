from crm.forms.access import AccessForm, CustomerForm
from crm.forms.contact import ContactForm
from crm.forms.files import FileForm
from crm.forms.notes import NoteForm

__all__ = ["AccessForm", "ContactForm", "CustomerForm", "FileForm", "NoteForm"]
