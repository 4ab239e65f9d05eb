from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import MangoError


class NameMissing(MangoError):
    code = "name_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("A contact needs a name: a person's, or a company's.")


class EmailMissing(MangoError):
    code = "email_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("A contact needs an e-mail address: the welcome e-mail with the way in goes there.")


class EmailTwice(MangoError):
    code = "email_twice"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("%(address)s stands twice in the list of e-mail addresses.")


class UsernameMissing(MangoError):
    code = "username_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("A contact needs a user name: nothing is saved without one.")


class PasswordMissing(MangoError):
    code = "password_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("A contact needs a password: nothing is saved without one.")


class ContactArchived(MangoError):
    code = "contact_archived"
    status = HTTPStatus.CONFLICT
    message = _("%(name)s is archived. Restore the contact first.")


class AccessSuspended(MangoError):
    code = "access_suspended"
    status = HTTPStatus.CONFLICT
    message = _("The access of %(name)s is suspended. Restore it first, then send a new password.")


class NoteEmpty(MangoError):
    code = "note_empty"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Write something first: an empty note was not saved.")
