from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from emails.mailbox.server import MailboxServer
from tenants.kernel.stopping import StopSignal


class Command(BaseCommand):
    help = "Receive mail over SMTP and keep it for /dev/mail/. For development only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.EMAIL_PORT, help="0 takes a free one")
        parser.add_argument("--port-file", type=Path, help="where to write the port that was taken")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError("The mailbox shows everybody's mail to anybody: it runs in development only.")
        stop = StopSignal()
        server = MailboxServer(options["host"], options["port"])
        try:
            server.start()
        except OSError as error:
            raise CommandError(f"Cannot listen on {options['host']}:{options['port']}: {error.strerror}.") from error
        if options["port_file"]:
            options["port_file"].write_text(f"{server.port}\n")
        self.stdout.write(f"Mailbox listens on {options['host']}:{server.port}.")
        stop.wait()
        server.stop()
