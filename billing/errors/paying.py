"""What billing will not do about parts, deposits and transfers, and what to do instead."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import MangoError, NotFound


class PartsNotAccepted(MangoError):
    code = "parts_not_accepted"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Part payments are not taken here. Nothing was charged; what you chose comes to %(due)s.")


class PartTooSmall(MangoError):
    code = "part_too_small"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("The smallest part that can be paid is %(least)s. Nothing was charged.")


class NoDepositAsked(MangoError):
    code = "no_deposit_asked"
    status = HTTPStatus.CONFLICT
    message = _("No deposit is left to pay on what you chose, so nothing was charged.")


class DepositTooLarge(MangoError):
    code = "deposit_too_large"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("The deposit has to be less than the whole. Nothing was saved.")


class ReceivedInFuture(MangoError):
    code = "received_in_future"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Money cannot have come on a day that is still to come. Look at the day. Nothing was saved.")


class NoSuchTransfer(NotFound):
    code = "no_such_transfer"


class TransferAlreadyTold(MangoError):
    code = "transfer_already_told"
    status = HTTPStatus.CONFLICT
    message = _(
        "A transfer for all of one of these items is being looked for already, so nothing more was written down."
    )


class TransferDayOff(MangoError):
    code = "transfer_day_off"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("Say on which day you sent it: today, or within the last year. Nothing was written down.")


class TransferDecided(MangoError):
    code = "transfer_decided"
    status = HTTPStatus.CONFLICT
    message = _("A colleague has looked at this transfer already, so nothing was changed.")
