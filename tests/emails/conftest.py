"""A real SMTP server on loopback that answers as the test has scripted it, and mail to send to it."""

import asyncio
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from emails.attachments import Attachment, register_attachment
from emails.models import Message
from emails.services.outbox import compose
from tenants.kernel.mail import Recipient
from tests.patience import PATIENCE

SECRET = "amber-kettle-orchard-42"
WELCOME = {"name": "Cleo van Dam", "username": "cleo", "by_link": False}
CLEO = Recipient("cleo@example.com", "Cleo van Dam", contact_id=7, user_id=9)
DROP = "drop the line"
SLOW = "say nothing"
SILENCE_SECONDS = 3


class Postman:
    """What a server answers to RCPT and DATA, in turn; when the script is empty it accepts."""

    def __init__(self) -> None:
        self.at_rcpt: list[str] = []
        self.at_data: list[str] = []
        self.received: list[bytes] = []

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if self.at_rcpt:
            return self.at_rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        answer = self.at_data.pop(0) if self.at_data else "250 OK"
        if answer[0] in "2d":
            self.received.append(envelope.content)
        if answer == DROP:
            server.transport.abort()
        if answer == SLOW:
            await asyncio.sleep(SILENCE_SECONDS)
            server.transport.abort()
        return answer

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.received]


class Server(Controller):
    """On a free port."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def postman(settings) -> Iterator[Postman]:
    handler = Postman()
    controller = Server(handler, hostname="127.0.0.1", port=0, server_hostname="mail.test", ready_timeout=PATIENCE)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_TIMEOUT = PATIENCE
    yield handler
    controller.stop()


@pytest.fixture(autouse=True)
def _receipts_have_a_pdf() -> None:
    register_attachment("billing.receipt_pdf", lambda _: Attachment("receipt.pdf", b"%PDF-1.7", "application/pdf"))


def welcome(**given: object) -> Message:
    """Compose a welcome in the business in scope."""
    return Message.objects.get(pk=compose("welcome", to=CLEO, context=WELCOME, secret=SECRET, **given))
