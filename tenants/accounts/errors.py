"""What signing in and its rules refuse, in the words that people read."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import MangoError


class WrongCredentials(MangoError):
    code = "wrong_credentials"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("That username and password do not match. Check both and try again.")


class WrongPassword(MangoError):
    code = "wrong_password"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("That is not your current password. Nothing was changed.")


class AccountSuspended(MangoError):
    code = "account_suspended"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("This account is suspended. Ask %(business)s to restore it.")


class TemporaryPasswordExpired(MangoError):
    code = "temporary_password_expired"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _(
        "This temporary password has expired; they last 72 hours. Ask %(business)s for a new one, "
        "or choose “Forgot your password?” below."
    )


class PasswordChangeRequired(MangoError):
    code = "password_change_required"
    status = HTTPStatus.FORBIDDEN
    message = _("This password is temporary. Sign in on the web page and choose your own first.")


class PasswordRefused(MangoError):
    code = "password_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("This password cannot be used: %(reasons)s")


class UsernameRefused(MangoError):
    code = "username_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("A username has 3 to 150 letters, digits and any of . @ + - _ and no spaces.")


class UsernameTaken(MangoError):
    code = "username_taken"
    status = HTTPStatus.CONFLICT
    message = _("The username “%(username)s” is already taken here. Try another.")


class LastOwner(MangoError):
    code = "last_owner"
    status = HTTPStatus.CONFLICT
    message = _("A business needs an owner who can sign in. Make somebody else an owner first.")


class AboveYou(MangoError):
    code = "above_you"
    status = HTTPStatus.FORBIDDEN
    message = _("The role %(role)s is above yours. Ask somebody who has it.")


class AlreadyMember(MangoError):
    code = "already_member"
    status = HTTPStatus.CONFLICT
    message = _("%(name)s is on the team already, with this address.")


class WasRemoved(MangoError):
    code = "was_removed"
    status = HTTPStatus.CONFLICT
    message = _("%(name)s was on the team with this address and has been removed. Restore them instead.")


class AlreadyInvited(MangoError):
    code = "already_invited"
    status = HTTPStatus.CONFLICT
    message = _("%(email)s is invited already. Send that invitation again, or withdraw it first.")


class LinkDead(MangoError):
    code = "link_dead"
    status = HTTPStatus.GONE
    message = _("This link has been used already or is too old. Ask for a new one.")


class WrongCode(MangoError):
    code = "wrong_code"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _(
        "That code is not right, or was used already. Wait for the next one in your app and type its six digits."
    )


class WrongRecoveryCode(MangoError):
    code = "wrong_recovery_code"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("That recovery code is not right, or was used already. Each works once; try another.")


class SecondFactorIsOn(MangoError):
    code = "second_factor_is_on"
    status = HTTPStatus.CONFLICT
    message = _("Two-factor sign-in is on already.")


class SecondFactorIsRequired(MangoError):
    code = "second_factor_is_required"
    status = HTTPStatus.CONFLICT
    message = _("Two-factor sign-in is required here, so it stays on. Nothing was changed.")


class SecondFactorMissing(MangoError):
    code = "second_factor_missing"
    status = HTTPStatus.FORBIDDEN
    message = _("Two-factor sign-in is required here. Sign in on the web page and set it up first.")
