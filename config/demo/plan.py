"""Which processes the demo consists of, and what each is told."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from config.demo.children import Service

PROJECT = Path(__file__).resolve().parents[2]
BASE_DOMAIN = "localhost"


@dataclass(frozen=True)
class Plan:
    folder: Path
    """var/: all that a running copy writes."""
    database_url: str
    webhook_secret: str
    web_port: int
    stripe_port: int
    mail_port: int

    @property
    def host(self) -> str:
        return f"{BASE_DOMAIN}:{self.web_port}"

    @property
    def base_url(self) -> str:
        return f"http://{self.host}"

    @property
    def stripe_url(self) -> str:
        return f"http://127.0.0.1:{self.stripe_port}"

    def business_url(self, subdomain: str) -> str:
        return f"http://{subdomain}.{self.host}"

    def manage(self, *words: str, once: bool = False) -> Service:
        return self._service(words[0], "manage.py", *words, once=once)

    def stand_in(self) -> Service:
        return self._service(
            "stripe",
            *("-m", "billing.gateway.standin"),
            *("--port", str(self.stripe_port)),
            *("--state", str(self.folder / "stripe")),
            *("--webhook-url", f"http://127.0.0.1:{self.web_port}/webhooks/stripe/"),
            *("--webhook-host", self.host),
            *("--webhook-secret", self.webhook_secret),
        )

    def mailbox(self) -> Service:
        return self.manage("mailbox", "--port", str(self.mail_port))

    def web(self) -> Service:
        return self._service(
            "web",
            *("-m", "granian", "--interface", "wsgi", "config.wsgi:application"),
            *("--host", "127.0.0.1", "--port", str(self.web_port)),
            *("--workers", "2", "--blocking-threads", "1", "--respawn-failed-workers", "--no-ws"),
            uses_others=True,
        )

    def worker(self) -> Service:
        return self._service(
            "worker",
            *("-m", "celery", "--app", "config.celery", "worker"),
            *("--hostname", "mango@localhost", "--pool", "prefork", "--concurrency", "2", "--loglevel", "INFO"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
            uses_others=True,
        )

    def scheduler(self) -> Service:
        return self._service("scheduler", "manage.py", "scheduler", uses_others=True)

    def _service(self, name: str, *words: str, once: bool = False, uses_others: bool = False) -> Service:
        command = (sys.executable, *words)
        return Service(name, command, self._environment(), PROJECT, once=once, uses_others=uses_others)

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.development",
            "PYTHONUNBUFFERED": "1",
            "MANGO_VAR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "BASE_DOMAIN": BASE_DOMAIN,
            "PORT": str(self.web_port),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "STRIPE_API_BASE": self.stripe_url,
            "STRIPE_WEBHOOK_SECRET": self.webhook_secret,
        }
