"""The order of the demo: database, parts that others need, data, web, worker, scheduler; then the table."""

import http.client
import os
import secrets
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from config import embedded
from config.demo.plan import BASE_DOMAIN, Plan
from config.demo.ports import free_port
from config.demo.progress import Progress
from config.demo.record import Record
from config.demo.supervisor import Supervisor
from config.demo.table import table
from config.embedded.server import release, wait_until_stopped

PREFERRED_PORTS = {"the web site": 8000, "the mailbox": 8025, "Stripe's stand-in": 8012}
UP_SECONDS = 60
KEPT_AT_A_RESET = {"log", "demo.lock", "screens"}


def run(supervisor: Supervisor, *, folder: Path, progress: Progress) -> None:
    """Until somebody asks to stop."""
    record = Record(folder / "demo.json")
    plan = _plan(folder, record, progress)
    _say_where(plan, record)
    for part in ("queue", "control"):
        (folder / "broker" / part).mkdir(parents=True, exist_ok=True)
    supervisor.start(plan.stand_in())
    supervisor.start(plan.mailbox())
    progress.say("Preparing the database")
    supervisor.run_to_end(plan.manage("prepare_database", once=True))
    _seed(supervisor, plan, record, progress)
    progress.say("Starting web, worker and scheduler")
    for service in (plan.web(), plan.worker(), plan.scheduler()):
        supervisor.start(service)
    _wait_until_up(supervisor, plan)
    print(table(record.read()))
    progress.say(f"Ready. Logs are in {plan.folder / 'log'}. Ctrl-C stops everything and keeps the data.")
    supervisor.watch()


def leave(folder: Path, progress: Progress) -> None:
    """Give the embedded database back, and wait for its end unless a shell or a test still needs it."""
    home = folder / "postgres"
    release(home)
    if home.exists() and not embedded.is_needed(home):
        wait_until_stopped(home)
    progress.say("Everything is stopped. The data stay; make demo goes on with them, make demo-reset starts over.")


def forget_everything(folder: Path, progress: Progress) -> None:
    """Throw away what the demo wrote, and nothing that it did not."""
    embedded.erase(folder / "postgres")
    for path in folder.iterdir():
        if path.name in KEPT_AT_A_RESET:
            continue
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    progress.say("The demo's data are gone.")
    if os.environ.get("DATABASE_URL"):
        progress.say("The database that DATABASE_URL names is yours and stays as it is.")


def _plan(folder: Path, record: Record, progress: Progress) -> Plan:
    ports: list[int] = []
    for purpose, usual in PREFERRED_PORTS.items():
        preferred = int(os.environ.get("PORT", usual)) if not ports else usual
        ports.append(free_port(preferred, purpose=purpose, avoid=frozenset(ports), say=progress.say))
    return Plan(
        folder=folder,
        database_url=os.environ.get("DATABASE_URL") or _embedded_database(folder, progress),
        webhook_secret=record.read().get("stripe", {}).get("webhook_secret") or f"whsec_{secrets.token_urlsafe(24)}",
        web_port=ports[0],
        mail_port=ports[1],
        stripe_port=ports[2],
    )


def _embedded_database(folder: Path, progress: Progress) -> str:
    home = folder / "postgres"
    is_new = not (home / "password").exists()
    progress.say("Making a PostgreSQL of our own" if is_new else "Starting PostgreSQL")
    url = embedded.ensure_running(home)
    progress.say(f"PostgreSQL runs at 127.0.0.1:{urlsplit(url).port}")
    return url


def _say_where(plan: Plan, record: Record) -> None:
    """The addresses of this start; those of an earlier one had other ports, perhaps."""
    businesses = record.read().get("businesses", [])
    record.update(
        base_url=plan.base_url,
        console_url=plan.business_url("console"),
        mail_url=f"{plan.base_url}/dev/mail/",
        database_url=plan.database_url,
        stripe={"api_base": plan.stripe_url, "webhook_secret": plan.webhook_secret},
        businesses=[{**business, "url": plan.business_url(business["subdomain"])} for business in businesses],
    )


def _seed(supervisor: Supervisor, plan: Plan, record: Record, progress: Progress) -> None:
    """A year of data, once per database: the seed itself refuses to add to what is there."""
    supervisor.wait_for(_listens(plan.stripe_port), what="Stripe's stand-in", seconds=UP_SECONDS)
    if record.read().get("businesses"):
        return
    progress.say("Writing a year in the life of two businesses")
    supervisor.run_to_end(plan.manage("seed_demo", once=True))
    progress.say("The year is written")
    _say_where(plan, record)


def _wait_until_up(supervisor: Supervisor, plan: Plan) -> None:
    supervisor.wait_for(_listens(plan.mail_port), what="The mailbox", seconds=UP_SECONDS)
    supervisor.wait_for(lambda: _is_ready(plan), what="The web site", seconds=UP_SECONDS)


def _listens(port: int) -> Callable[[], bool]:
    def connects() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    return connects


def _is_ready(plan: Plan) -> bool:
    """Asked over loopback with the base domain as Host: names below localhost resolve in browsers only."""
    connection = http.client.HTTPConnection("127.0.0.1", plan.web_port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": f"{BASE_DOMAIN}:{plan.web_port}"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
