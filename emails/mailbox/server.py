"""The SMTP side: accept everything, keep it, and report to the outbox that it has arrived."""

import asyncio
from typing import Any

import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import DatabaseError, connection

from emails.mailbox import store
from emails.mailbox.letters import StoredLetter
from emails.mailbox.reports import report

log = structlog.get_logger()

MOST_BYTES = 25 * 1024 * 1024
UP_SECONDS = 60  # a machine that starts a whole demo is busy


class Mailbox:
    """Takes every message to everyone."""

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's
        raw = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        await asyncio.to_thread(_take, raw)
        return "250 OK: kept"


class MailboxServer(Controller):
    """Listens on one port of this machine; port 0 takes a free one, and ``port`` says which."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            Mailbox(),
            hostname=host,
            port=port,
            data_size_limit=MOST_BYTES,
            ident="development mailbox",
            ready_timeout=UP_SECONDS,
        )

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


def _take(raw: bytes) -> None:
    name = store.keep(raw)
    letter = StoredLetter(name, raw)
    log.info("mail_kept", to=letter.to, subject=letter.subject, name=name)
    try:
        report(letter, "delivered", at=letter.received_at)
    except DatabaseError:
        log.warning("mail_not_reported", name=name, exc_info=True)
    finally:
        connection.close()
