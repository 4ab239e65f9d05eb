"""The whole "Add a new contact" form: several Django forms that are sent, checked and shown as one."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms import BoundField, Form
from django.utils.translation import gettext as _

from crm.entries import NewContact
from crm.forms.about import AboutForm, FirstNoteForm
from crm.forms.access import AccessForm
from crm.forms.rows import KINDS, Rows, typed_rows
from tenants.kernel.errors import MangoError

_FIELD_OF = {
    "name_missing": "first_name",
    "username_missing": "username",
    "username_taken": "username",
    "username_refused": "username",
    "password_missing": "password",
    "password_refused": "password",
}


class ContactForm:
    """``is_new`` adds the account, the first note and the token that makes a double click harmless."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None, is_new: bool = True
    ) -> None:
        start = dict(initial or {})
        self.is_new = is_new
        self.about = AboutForm(data, initial=start)
        self.emails, self.phones, self.addresses = (
            made(data, prefix=name, initial=start.get(name, [])) for name, made in KINDS.items()
        )
        self.note = FirstNoteForm(data, initial=start)
        self.access = AccessForm(data, initial=start)

    @classmethod
    def blank(cls) -> "ContactForm":
        return cls(initial={"emails": [{}], "phones": [{}]})

    @classmethod
    def as_typed(cls, posted: Mapping[str, Any], *, is_new: bool, **filled: Any) -> "ContactForm":
        """Show again what was typed, unchecked, with some of it filled in."""
        rows = {name: typed_rows(posted, name) for name in KINDS}
        plain = {key: posted[key] for key in posted if key not in rows}
        return cls(initial={**plain, **rows, **filled}, is_new=is_new)

    @property
    def parts(self) -> list[Form]:
        rows = [row for group in self.row_groups for row in group.forms]
        return [self.about, *rows, *([self.note, self.access] if self.is_new else [])]

    @property
    def row_groups(self) -> list[Rows]:
        return [self.emails, self.phones, self.addresses]

    def is_valid(self) -> bool:
        """Check every part, so that all that is wrong is said at once."""
        valid = all([form.is_valid() for form in self.parts] + [group.is_valid() for group in self.row_groups])
        if not self.emails.entries():
            self._miss_the_email()
            return False
        return valid

    def details(self) -> NewContact:
        about = self.about.cleaned_data
        return NewContact(
            kind=about["kind"],
            first_name=about["first_name"],
            last_name=about["last_name"],
            company_name=about["company_name"],
            emails=self.emails.entries(),
            phones=self.phones.entries(),
            addresses=self.addresses.entries(),
            tags=about["tags"],
            note=self.note.cleaned_data["note"] if self.is_new else "",
        )

    def refuse(self, refusal: MangoError) -> None:
        """Show a refusal beside the field it is about."""
        field = _FIELD_OF.get(refusal.code)
        form = next((form for form in self.parts if field in form.fields), self.about)
        form.add_error(field if field in form.fields else None, str(refusal))

    def _miss_the_email(self) -> None:
        message = _("Enter an e-mail address: the welcome e-mail with the way in goes there.")
        if self.emails.forms:
            self.emails.forms[0].add_error("address", message)
        else:  # sent by something other than the page, which always has one
            self.about.add_error(None, message)

    # What <c-form-errors> asks of a form.

    @property
    def errors(self) -> list[str]:
        return [str(message) for form in self.parts for messages in form.errors.values() for message in messages]

    def non_field_errors(self) -> list[str]:
        return [str(message) for form in self.parts for message in form.non_field_errors()]

    def __iter__(self) -> Iterator[BoundField]:
        return (field for form in self.parts for field in form)
