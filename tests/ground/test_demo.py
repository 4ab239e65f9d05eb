"""The demo says where everything is, and one copy of it runs at a time."""

import fcntl
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config.demo import demo
from config.demo.plan import Plan
from config.demo.progress import Progress
from config.demo.record import Record
from config.demo.table import table
from config.embedded import EmbeddedServerError, ensure_running, stop
from tests.patience import PATIENCE

PROJECT = Path(__file__).resolve().parents[2]
FACTS = {
    "base_url": "http://localhost:8000",
    "console_url": "http://console.localhost:8000",
    "mail_url": "http://localhost:8000/dev/mail/",
    "database_url": "postgresql://mango:secret@127.0.0.1:5/mango",
    "stripe": {"api_base": "http://127.0.0.1:8012", "webhook_secret": "whsec_1"},
    "operators": [{"username": "olga", "password": "olga's password", "totp_secret": "TOTP"}],
    "businesses": [
        {
            "name": "Acme Bakery",
            "subdomain": "acme",
            "url": "http://acme.localhost:8000",
            "members": [{"name": "Ada", "username": "ada", "password": "ada's password", "role": "owner"}],
            "customers": [{"name": "Cleo", "contact_id": 1, "username": "cleo", "password": "cleo's password"}],
        }
    ],
}


@pytest.fixture
def plan(tmp_path):
    return Plan(
        folder=tmp_path,
        database_url="postgresql://mango@127.0.0.1:5/mango",
        webhook_secret="whsec_1",
        web_port=8003,
        stripe_port=8012,
        mail_port=8025,
    )


def test_the_table_shows_every_address_user_name_and_password():
    shown = table(FACTS)

    for expected in (
        "http://localhost:8000/",
        "http://localhost:8000/dev/mail/",
        "http://127.0.0.1:8012/",
        "http://console.localhost:8000",
        "http://acme.localhost:8000/workspace/",
        *("olga's password", "TOTP", "ada's password", "cleo's password", "Ada, owner", "Cleo, customer"),
    ):
        assert expected in shown


def test_the_record_keeps_what_others_wrote_and_its_secrets_to_its_owner(tmp_path):
    record = Record(tmp_path / "demo.json")
    record.update(businesses=[{"name": "Zoë's"}])

    record.update(base_url="http://localhost:8000")

    assert json.loads(record.file.read_text()) == {
        "businesses": [{"name": "Zoë's"}],
        "base_url": "http://localhost:8000",
    }
    assert stat.S_IMODE(record.file.stat().st_mode) == 0o600


def test_every_part_is_told_of_the_others(plan):
    told = plan.web().environment

    assert told["PORT"] == "8003"
    assert told["STRIPE_API_BASE"] == "http://127.0.0.1:8012"
    assert told["EMAIL_URL"] == "smtp://127.0.0.1:8025"
    assert told["DATABASE_URL"] == plan.database_url
    assert told["MANGO_VAR"] == str(plan.folder)


def test_stripes_events_come_over_loopback_in_the_name_of_the_base_domain(plan):
    command = list(plan.stand_in().command)

    assert command[command.index("--webhook-url") + 1] == "http://127.0.0.1:8003/webhooks/stripe/"
    assert command[command.index("--webhook-host") + 1] == "localhost:8003"


def test_a_second_demo_says_that_one_is_running_and_where(tmp_path):
    Record(tmp_path / "demo.json").update(**FACTS)
    with (tmp_path / "demo.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = subprocess.run(
            [sys.executable, "-m", "config.demo", "--reset"],
            cwd=PROJECT,
            env={**os.environ, "MANGO_VAR": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    assert second.returncode == 1
    assert "running already" in second.stderr
    assert "http://acme.localhost:8000/workspace/" in second.stdout
    assert Record(tmp_path / "demo.json").read() == FACTS


@pytest.mark.integration
def test_starting_over_is_refused_while_somebody_uses_the_data(open_path):
    (open_path / "media").mkdir()
    ensure_running(open_path / "postgres")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(open_path / "postgres")],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        holder.stdout.readline()
        with pytest.raises(EmbeddedServerError, match="Somebody uses the database"):
            demo.forget_everything(open_path, Progress())
        assert (open_path / "media").exists()

        holder.communicate()
        demo.forget_everything(open_path, Progress())
        assert list(open_path.iterdir()) == []
    finally:
        holder.kill()
        stop(open_path / "postgres")


HOLD = """
import sys
from pathlib import Path
from config.embedded import ensure_running
print(ensure_running(Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""
