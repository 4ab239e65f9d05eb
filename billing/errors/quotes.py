"""What billing will not do with quotes, and what to do instead."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from billing.errors import ReasonMissing
from tenants.kernel.errors import MangoError, NotFound


class NoSuchQuote(NotFound):
    code = "no_such_quote"


class QuoteEmpty(MangoError):
    code = "quote_empty"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Put at least one line on the quote that is not optional. Nothing was saved.")


class QuoteDecided(MangoError):
    code = "quote_decided"
    status = HTTPStatus.CONFLICT
    message = _("This quote is %(state)s, so it stays as it is. Make a new one for anything else.")


class QuoteNotOpen(MangoError):
    code = "quote_not_open"
    status = HTTPStatus.CONFLICT
    message = _("This quote cannot be answered any more. Nothing was changed; ask for a new one.")


class QuoteExpired(MangoError):
    code = "quote_expired"
    status = HTTPStatus.CONFLICT
    message = _("This quote was good until %(day)s, so it cannot be accepted any more. Ask for a new one.")


class QuoteChanged(MangoError):
    code = "quote_changed"
    status = HTTPStatus.CONFLICT
    message = _("The quote was changed while you were reading. Nothing was accepted; look at it again below.")


class QuoteBeingChanged(MangoError):
    code = "quote_being_changed"
    status = HTTPStatus.CONFLICT
    message = _("Quote %(number)s is being changed. An e-mail tells you when the new version is there to answer.")


class QuoteNameMissing(MangoError):
    code = "quote_name_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Type your full name to accept the quote.")


class QuoteReasonMissing(ReasonMissing):
    code = "quote_reason_missing"
    message = _("Say what is not right with it.")


class QuoteDayOver(MangoError):
    code = "quote_day_over"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("The last day to accept has to be today or later. Nothing was sent.")


class QuoteDepositTooLarge(MangoError):
    code = "quote_deposit_too_large"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("The deposit has to be less than the whole. Nothing was saved.")
