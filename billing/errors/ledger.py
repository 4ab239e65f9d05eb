"""What is not given up, given, given back or answered, and what to do instead."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import MangoError, NotFound

__all__ = [
    "AnswerOnItsWay",
    "CreditIsMoved",
    "DisputeNotAnswerable",
    "EvidenceMissing",
    "MoreThanStillDue",
    "NoSuchCredit",
    "NoSuchDispute",
    "NoSuchRefund",
    "NothingToWriteOff",
    "RefundNotFailed",
]


class NoSuchCredit(NotFound):
    code = "no_such_credit"


class CreditIsMoved(MangoError):
    code = "credit_is_moved"
    status = HTTPStatus.CONFLICT
    message = _(
        "Nobody was given this credit: what the bank took is asked for as a charge instead. Void or credit that charge."
    )


class NothingToWriteOff(MangoError):
    code = "nothing_to_write_off"
    status = HTTPStatus.CONFLICT
    message = _("Nothing of “%(description)s” is due, so nothing was written off.")


class MoreThanStillDue(MangoError):
    code = "more_than_still_due"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Only %(left)s of it is still due, so no more can be written off. Nothing was saved.")


class NoSuchRefund(NotFound):
    code = "no_such_refund"


class RefundNotFailed(MangoError):
    code = "refund_not_failed"
    status = HTTPStatus.CONFLICT
    message = _("This refund has not failed, so it was not sent again. The payment shows how far it is.")


class NoSuchDispute(NotFound):
    code = "no_such_dispute"


class EvidenceMissing(MangoError):
    code = "evidence_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Write what the bank should know. Nothing was sent.")


class AnswerOnItsWay(MangoError):
    code = "answer_on_its_way"
    status = HTTPStatus.CONFLICT
    message = _("An answer is on its way to the bank already, so this one was not sent.")


class DisputeNotAnswerable(MangoError):
    code = "dispute_not_answerable"
    status = HTTPStatus.CONFLICT
    message = _("The bank takes no answer to this dispute now: %(state)s. Nothing was sent.")
