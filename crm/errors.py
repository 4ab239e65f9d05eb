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


class AddressOpensAccount(MangoError):
    code = "address_opens_account"
    status = HTTPStatus.FORBIDDEN
    message = _(
        "Nobody has signed in to the account at %(address)s yet, so whoever gets its mail can open it. "
        "An owner, admin or manager can change this address. Nothing was saved."
    )


class EmailTwice(MangoError):
    code = "email_twice"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("%(address)s stands twice in the list of e-mail addresses.")


class UsernameMissing(MangoError):
    code = "username_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("A contact needs a username: nothing is saved without one.")


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


class UpdateUnfinished(MangoError):
    code = "update_unfinished"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("An update needs a title and a text before anybody can read it. It is kept as a draft.")


class UpdateForNobody(MangoError):
    code = "update_for_nobody"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Choose who this is for: the tag or contact is missing. It is kept as a draft.")


class UpdateTooLate(MangoError):
    code = "update_too_late"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("The moment it was to be published has passed. Choose another, or publish it now.")


class UpdateOverBeforeItBegins(MangoError):
    code = "update_over"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("The last day it is shown lies before the day it is published. Choose a later last day.")


class UpdateWithdrawn(MangoError):
    code = "update_withdrawn"
    status = HTTPStatus.CONFLICT
    message = _("“%(title)s” is withdrawn. Publish it again first.")


class UpdateNotShown(MangoError):
    code = "update_not_shown"
    status = HTTPStatus.CONFLICT
    message = _("Customers do not see “%(title)s” now, so nobody can be asked to read it.")


class UpdatePublished(MangoError):
    code = "update_published"
    status = HTTPStatus.CONFLICT
    message = _("“%(title)s” has been published, so it is kept. Withdraw it to take it off the portal.")


class NoSuchTime(MangoError):
    code = "no_such_time"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("The clocks go forward then: %(time)s does not exist on %(day)s in %(zone)s. Choose another time.")


class NothingToCorrect(MangoError):
    code = "nothing_to_correct"
    message = _("That is what is written there already. If it is right, say that it is right.")


class CorrectionDecided(MangoError):
    code = "correction_decided"
    status = HTTPStatus.CONFLICT
    message = _("This report is not open any more: it was %(state)s by %(by)s. Nothing was changed.")


class DetailMoved(MangoError):
    code = "detail_moved"
    status = HTTPStatus.CONFLICT
    message = _("%(label)s was changed meanwhile. Nothing was written; look at what it says now, and decide again.")


class ReasonMissing(MangoError):
    code = "reason_missing"
    message = _("Say why: the customer reads the reason.")


class AcceptanceStands(MangoError):
    code = "acceptance_stands"
    status = HTTPStatus.CONFLICT
    message = _("%(label)s has been changed or checked since. Nothing was taken back.")


class NobodyToAsk(MangoError):
    code = "nobody_to_ask"
    message = _("There is nobody to ask: everything is checked, or they were asked lately.")
