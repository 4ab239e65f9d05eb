"""What the console refuses, in the words that operators read."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import MangoError


class WrongCode(MangoError):
    code = "wrong_code"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("That code is not right, or was used already. Wait for the next one your app shows and type it.")


class OneTimePasswordExpired(MangoError):
    code = "one_time_password_expired"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("This one-time password has expired; they last 24 hours. Ask another operator to issue a new one.")


class SecondFactorExists(MangoError):
    code = "second_factor_exists"
    status = HTTPStatus.CONFLICT
    message = _("Two-factor sign-in is set up already. Sign in with a code from your app.")


class OperatorTaken(MangoError):
    code = "operator_taken"
    status = HTTPStatus.CONFLICT
    message = _("There is an operator called “%(username)s” already. Choose another username.")


class LastOperator(MangoError):
    code = "last_operator"
    status = HTTPStatus.CONFLICT
    message = _("Nobody else could sign in here then. Add another operator, and have them set up two-factor, first.")


class AlreadySo(MangoError):
    code = "already_so"
    status = HTTPStatus.CONFLICT
    message = _("That is done already; somebody may have been faster. Nothing was changed.")
