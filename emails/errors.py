from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import MangoError


class AddressRefused(MangoError):
    """Not one plain e-mail address; nothing was written."""

    code = "address_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = _("“%(address)s” is not an e-mail address that mail can be sent to. Check it for typing mistakes.")


class NotSendable(MangoError):
    """The message is on its way, has gone, or can no longer be sent as it was."""

    code = "message_not_sendable"
    status = HTTPStatus.CONFLICT
    message = _("This e-mail is %(state)s, so there is nothing to send again.")


class SecretGone(MangoError):
    code = "message_secret_gone"
    status = HTTPStatus.CONFLICT
    message = _(
        "The password or link in this e-mail is no longer kept, so the same e-mail cannot be sent again. "
        "Send a new one from the person's page."
    )


class AddressComplained(MangoError):
    code = "address_complained"
    status = HTTPStatus.CONFLICT
    message = _(
        "The person at %(address)s reported an earlier e-mail as unwanted, so no more is sent there. "
        "Ask them for another address."
    )
